using Cornea.Layers;
using Cornea.Metrics;

namespace Cornea.Vision;

/// <summary>A detector's network in training: one step of it, from photos and boxes to new weights, is one plan.</summary>
internal sealed class DetectionTraining(Model network, AnchorGrid grid, int classes, MovingAverage average, double focalGamma) : Model("detector_training")
{
    private readonly Mean _loss = new("loss"), _box = new("box_loss"), _sides = new("sides_loss"), _objectness = new("objectness_loss"), _class = new("class_loss");

    public override IReadOnlyList<Metric> Metrics => [_loss, _box, _sides, _objectness, _class];

    protected override Tensor Forward(Tensor x, bool training) => network.Call(x, training);

    /// <summary>Inputs: images [batch, height, width, 3]. Targets: boxes [batch, things, 4] in pixels, and classes [batch, things], −1 where there is nothing.</summary>
    protected override StepResult TrainStep(Batch batch)
    {
        Tensor boxes = batch.Targets![0], labels = Ops.OneHot(batch.Targets[1], classes);
        var raw = new RawDetections(network.Call(batch.Inputs.Single, training: true), grid);
        var loss = new DetectionLoss(raw, grid, TaskAlignedAssigner.Assign(raw, grid, boxes, labels), focalGamma);
        IReadOnlyList<Variable> variables = network.TrainableVariables;
        Optimizer.Apply(Gradients.Of(loss.Total, variables), variables);
        average.Follow(Optimizer.Iterations.Value.Cast(DType.Float32));
        _loss.UpdateState(loss.Total);
        _box.UpdateState(loss.Box);
        _sides.UpdateState(loss.Sides);
        _objectness.UpdateState(loss.Objectness);
        _class.UpdateState(loss.Classes);
        var result = new StepResult();
        foreach (Metric metric in Metrics) result.Add(metric);
        return result;
    }
}
