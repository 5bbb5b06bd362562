using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Metrics;

/// <summary>Intersection over union, TP / (TP + FP + FN), of some classes: how well predicted regions overlap the true ones. The mean over the classes.</summary>
/// <remarks>
/// <para>Targets and predictions are class indices of any shape, or one-hot and class scores where said so. Classes that occur neither in
/// targets nor in predictions don't count; indices out of range don't either.</para>
/// <para>Source: Keras 3, IoU. Golden case: metrics/iou.</para>
/// </remarks>
public class IoU : Metric
{
    private readonly int[] _targetClassIds;
    private readonly Variable _confusion;
    private bool _hasWarned;

    /// <param name="numClasses">How many classes there are.</param>
    /// <param name="targetClassIds">The classes to look at.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="dtype">The dtype of the counts; null is int32, which cuts off fractions of sample weights.</param>
    /// <param name="ignoreClass">A target whose places don't count, such as −1 or 255.</param>
    /// <param name="sparseYTrue">Whether targets are class indices rather than one-hot.</param>
    /// <param name="sparseYPred">Whether predictions are class indices rather than scores.</param>
    /// <param name="axis">The axis of the classes, where they aren't indices.</param>
    /// <exception cref="ArgumentException">A class is out of range.</exception>
    public IoU(
        int numClasses,
        IReadOnlyList<int> targetClassIds,
        string? name = null,
        DType? dtype = null,
        int? ignoreClass = null,
        bool sparseYTrue = true,
        bool sparseYPred = true,
        int axis = -1)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(targetClassIds);
        foreach (int id in targetClassIds)
            if (id < 0 || id >= numClasses)
                throw new ArgumentOutOfRangeException(nameof(targetClassIds), $"{GetType().Name}: expected classes from 0 to {numClasses - 1}, got {id}.");
        NumClasses = numClasses;
        _targetClassIds = [.. targetClassIds];
        IgnoreClass = ignoreClass;
        SparseYTrue = sparseYTrue;
        SparseYPred = sparseYPred;
        Axis = axis;
        CountType = dtype ?? DType.Int32;
        _confusion = AddVariable("total_confusion_matrix", [numClasses, numClasses], CountType);
    }

    /// <summary>All classes, for metrics that look at each.</summary>
    private protected static int[] AllOf(int numClasses)
    {
        if (numClasses < 0) throw new ArgumentOutOfRangeException(nameof(numClasses), $"IoU: expected at least 0 classes, got {numClasses}.");
        LoadBudget.Current?.Take((double)sizeof(int) * numClasses, "the classes of a metric");
        return [.. Enumerable.Range(0, numClasses)];
    }

    private protected int NumClasses { get; }

    private protected int? IgnoreClass { get; }

    private protected bool SparseYTrue { get; }

    private protected bool SparseYPred { get; }

    private protected int Axis { get; }

    private protected DType CountType { get; }

    private protected JsonNode TargetJson => new JsonArray([.. _targetClassIds.Select(id => (JsonNode)id)]);

    private protected sealed override DType StateType => CountType;

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override Tensor Result()
    {
        Tensor counts = _confusion.Value.Cast(DType.Float32), ids = Tensor.From(_targetClassIds, _targetClassIds.Length);
        Tensor hits = Ops.Sum(counts * Ops.Eye(NumClasses), [0]);
        Tensor union = Ops.Sum(counts, [0]) + Ops.Sum(counts, [1]) - hits;
        hits = Ops.Take(hits, ids, 0);
        union = Ops.Take(union, ids, 0);
        Tensor isValid = union > 1e-9;
        Tensor overlap = Ops.Where(isValid, hits / (union + Ops.KerasEpsilon), 0);
        return Ops.Sum(overlap) / (Ops.Sum(isValid.Cast(DType.Float32)) + Ops.KerasEpsilon);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("num_classes", NumClasses)
        .With("target_class_ids", TargetJson)
        .With("ignore_class", (JsonNode?)IgnoreClass)
        .With("sparse_y_true", SparseYTrue)
        .With("sparse_y_pred", SparseYPred)
        .With("axis", Axis);

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight)
    {
        Tensor labels = Ops.ToIndices(SparseYTrue ? yTrue : Ops.ArgMax(yTrue, Axis)).Reshape([-1]);
        Tensor predictions = Ops.ToIndices(SparseYPred ? yPred : Ops.ArgMax(yPred, Axis)).Reshape([-1]);
        if (sampleWeight?.DType.IsFloating == true) WarnOfFractions();
        Tensor weight = (sampleWeight ?? 1.0).Cast(CountType).Cast(DType.Float32);
        if (weight.Rank > 1) weight = weight.Reshape([-1]);
        Tensor isValid = Ops.LogicalAnd(IsInRange(labels), IsInRange(predictions));
        if (IgnoreClass is { } ignored) isValid = Ops.LogicalAnd(isValid, Ops.NotEqual(labels, ignored));
        Tensor cell = Ops.Where(isValid, (labels * NumClasses) + predictions, 0);
        Tensor counts = Node.Emit(new ScatterAdd(0, NumClasses * NumClasses), Ops.Where(isValid, weight.BroadcastTo(labels.Shape), 0), cell)[0];
        Add(_confusion, counts.Reshape([NumClasses, NumClasses]).Cast(CountType));
    }

    private void WarnOfFractions()
    {
        if (_hasWarned || CountType.IsFloating) return;
        _hasWarned = true;
        Console.Error.WriteLine(
            $"{GetType().Name} '{Name}': sample weights are floating point and counts {CountType.Name}, so that fractions of weights are cut off; give dtype: \"float32\" to keep them.");
    }

    private Tensor IsInRange(Tensor indices) => Ops.LogicalAnd(indices >= 0, indices < NumClasses);
}
