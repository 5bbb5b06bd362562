using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>
/// Convolution is one sum, y[output, filter] = Σ x[input, channel] · w[tap, channel, filter], over the meetings of the window with the
/// image. It is linear in x and in w, so its derivatives are the same sum, collected in x's or in w's place.
/// </summary>
/// <remarks>A depthwise convolution is one with as many groups as channels: its weights lie in memory in the same order.</remarks>
internal static class ConvolutionLoops
{
    private enum Result
    {
        Output, Image, Weights,
    }

    public static void Convolution(Convolution op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Sum(op.Window, op.Groups, Result.Output, image: inputs[0], weights: inputs[1], output: outputs[0]);

    public static void BackwardData(ConvolutionBackwardData op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Sum(op.Window, op.Groups, Result.Image, image: outputs[0], weights: inputs[1], output: inputs[0]);

    public static void BackwardWeights(ConvolutionBackwardWeights op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Sum(op.Window, op.Groups, Result.Weights, image: inputs[0], weights: outputs[0], output: inputs[1]);

    public static void Depthwise(DepthwiseConvolution op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Sum(op.Window, inputs[0].Shape[3], Result.Output, image: inputs[0], weights: inputs[1], output: outputs[0]);

    public static void DepthwiseBackwardData(DepthwiseBackwardData op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Sum(op.Window, outputs[0].Shape[3], Result.Image, image: outputs[0], weights: inputs[1], output: inputs[0]);

    public static void DepthwiseBackwardWeights(DepthwiseBackwardWeights op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Sum(op.Window, inputs[0].Shape[3], Result.Weights, image: inputs[0], weights: outputs[0], output: inputs[1]);

    private static void Sum(Window2D window, int groups, Result result, ReferenceArray image, ReferenceArray weights, ReferenceArray output)
    {
        double[] x = image.Values, w = weights.Values, y = output.Values;
        int channels = image.Shape[3], filters = output.Shape[3];
        int groupChannels = channels / groups, groupFilters = filters / groups;
        foreach (Meeting meeting in WindowWalk.Over(window, image.Shape, output.Shape))
        {
            for (int filter = 0; filter < filters; filter++)
            {
                int firstChannel = filter / groupFilters * groupChannels;
                int atY = (meeting.Output * filters) + filter;
                for (int channel = 0; channel < groupChannels; channel++)
                {
                    int atX = (meeting.Input * channels) + firstChannel + channel;
                    int atW = (((meeting.Tap * groupChannels) + channel) * filters) + filter;
                    if (result == Result.Output) y[atY] += x[atX] * w[atW];
                    else if (result == Result.Image) x[atX] += y[atY] * w[atW];
                    else w[atW] += x[atX] * y[atY];
                }
            }
        }
    }
}
