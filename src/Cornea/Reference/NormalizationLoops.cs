using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>Batch normalisation of the last axis; every axis before it counts as rows.</summary>
internal static class NormalizationLoops
{
    public static void Training(BatchNormTraining op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0], gamma = inputs[1], beta = inputs[2];
        double[] y = outputs[0].Values, mean = outputs[1].Values, variance = outputs[2].Values, inverse = outputs[3].Values;
        int channels = x.Shape[^1], rows = Rows(x.Shape);
        for (int channel = 0; channel < channels; channel++)
        {
            double sum = 0, squares = 0;
            for (int row = 0; row < rows; row++) sum += x[(row * channels) + channel];
            mean[channel] = sum / rows;
            for (int row = 0; row < rows; row++)
            {
                double centered = x[(row * channels) + channel] - mean[channel];
                squares += centered * centered;
            }

            variance[channel] = squares / rows;
            inverse[channel] = 1 / Math.Sqrt(variance[channel] + op.Epsilon);
            for (int row = 0; row < rows; row++)
            {
                int at = (row * channels) + channel;
                y[at] = ((x[at] - mean[channel]) * inverse[channel] * gamma[channel]) + beta[channel];
            }
        }
    }

    /// <summary>x̂ = (x − mean) · inverse; dβ = Σ dy, dγ = Σ dy · x̂, dx = γ · inverse · (dy − dβ / rows − x̂ · dγ / rows).</summary>
    public static void Gradient(BatchNormGradient op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0], gamma = inputs[1], mean = inputs[2], inverse = inputs[3], dy = inputs[4];
        double[] dx = outputs[0].Values, dgamma = outputs[1].Values, dbeta = outputs[2].Values;
        int channels = x.Shape[^1], rows = Rows(x.Shape);
        for (int channel = 0; channel < channels; channel++)
        {
            for (int row = 0; row < rows; row++)
            {
                int at = (row * channels) + channel;
                dbeta[channel] += dy[at];
                dgamma[channel] += dy[at] * (x[at] - mean[channel]) * inverse[channel];
            }

            for (int row = 0; row < rows; row++)
            {
                int at = (row * channels) + channel;
                double normalized = (x[at] - mean[channel]) * inverse[channel];
                dx[at] = gamma[channel] * inverse[channel] * (dy[at] - (dbeta[channel] / rows) - (normalized * dgamma[channel] / rows));
            }
        }
    }

    public static void Inference(BatchNormInference op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0], mean = inputs[1], variance = inputs[2], gamma = inputs[3], beta = inputs[4];
        int channels = x.Shape[^1];
        for (int index = 0; index < x.Values.Length; index++)
        {
            int channel = index % channels;
            double normalized = (x[index] - mean[channel]) / Math.Sqrt(variance[channel] + op.Epsilon);
            outputs[0].Values[index] = (normalized * gamma[channel]) + beta[channel];
        }
    }

    private static int Rows(Shape shape) => checked((int)shape.Product(0, shape.Rank - 1));
}
