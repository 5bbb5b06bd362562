namespace Cornea.Learn;

/// <summary>Transformers one after the other, and an estimator behind them.</summary>
internal sealed class PipelineEstimator(IReadOnlyList<ITransformer> steps, Estimator estimator) : Estimator
{
    public override bool IsClassifier => estimator.IsClassifier;

    public override PipelineEstimator Fit(Tensor x, Tensor y, Tensor? sampleWeight = null)
    {
        foreach (ITransformer step in steps) x = step.FitTransform(x);
        estimator.Fit(x, y, sampleWeight);
        return this;
    }

    public override Tensor Predict(Tensor x)
    {
        foreach (ITransformer step in steps) x = step.Transform(x);
        return estimator.Predict(x);
    }
}
