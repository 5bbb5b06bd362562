using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>Where a model begins: the shape of one sample. Converts to its symbolic tensor, <c>Tensor x = new Input(28, 28, 1);</c>.</summary>
/// <remarks>Source: Keras 3, Input and InputLayer.</remarks>
public sealed class Input : Layer
{
    private readonly Tensor _tensor;

    /// <summary>An input of the given sizes, the batch's not among them.</summary>
    public Input(int first, params ReadOnlySpan<int> others)
        : this([first, .. others])
    {
    }

    /// <summary>An input of two sizes, the batch's not among them.</summary>
    /// <param name="first">The first axis of a sample.</param>
    /// <param name="second">The second.</param>
    /// <param name="dtype">Float32 by default; what is fed is converted to it.</param>
    /// <param name="name">Unique within the model.</param>
    public Input(int first, int second, DType? dtype = null, string? name = null)
        : this([first, second], null, dtype, name)
    {
    }

    /// <summary>An input of three sizes, such as height, width and channels; the batch's not among them.</summary>
    /// <param name="first">The first axis of a sample.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="dtype">Float32 by default; what is fed is converted to it.</param>
    /// <param name="name">Unique within the model.</param>
    public Input(int first, int second, int third, DType? dtype = null, string? name = null)
        : this([first, second, third], null, dtype, name)
    {
    }

    /// <summary>An input of four sizes, such as depth, height, width and channels; the batch's not among them.</summary>
    /// <param name="first">The first axis of a sample.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="fourth">The fourth.</param>
    /// <param name="dtype">Float32 by default; what is fed is converted to it.</param>
    /// <param name="name">Unique within the model.</param>
    public Input(int first, int second, int third, int fourth, DType? dtype = null, string? name = null)
        : this([first, second, third, fourth], null, dtype, name)
    {
    }

    /// <summary>An input of the given shape.</summary>
    /// <param name="shape">The shape of a sample; −1 where a size may vary.</param>
    /// <param name="batchSize">The number of samples in a batch, if it is fixed.</param>
    /// <param name="dtype">Float32 by default; what is fed is converted to it.</param>
    /// <param name="name">Unique within the model.</param>
    public Input(Shape shape, int? batchSize = null, DType? dtype = null, string? name = null)
        : base(name)
    {
        _tensor = AddCall([], null, [new TensorSpec(shape.Prepend(batchSize ?? Shape.Unknown), dtype ?? DType.Float32)]).Outputs[0];
        MarkBuilt();
    }

    /// <summary>An input of a whole batch's shape: <c>Input.OfBatch((32, 28, 28, 1))</c>.</summary>
    /// <param name="batchShape">The number of samples, −1 if it may vary, then the shape of one.</param>
    /// <param name="dtype">Float32 by default; what is fed is converted to it.</param>
    /// <param name="name">Unique within the model.</param>
    /// <exception cref="ShapeException">The shape is a scalar's.</exception>
    public static Input OfBatch(Shape batchShape, DType? dtype = null, string? name = null) => batchShape.Rank > 0
        ? new Input(batchShape[1..], batchShape[0] == Shape.Unknown ? null : batchShape[0], dtype, name)
        : throw new ShapeException("Input: expected batchShape [batch, …], got a scalar's.");

    /// <inheritdoc/>
    public override string ClassName => "InputLayer";

    /// <summary>The batch's shape: the number of samples, unknown as a rule, and the shape of one.</summary>
    public Shape BatchShape => _tensor.Shape;

    /// <summary>The input's element type.</summary>
    public DType DType => _tensor.DType;

    /// <summary>The symbolic tensor, to call layers on.</summary>
    public Tensor Tensor => _tensor;

    /// <summary>The input's symbolic tensor.</summary>
    public static implicit operator Tensor(Input input) => input._tensor;

    /// <summary>The input's symbolic tensor, as a list of one.</summary>
    public static implicit operator TensorList(Input input) => input._tensor;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => new LayerConfig()
        .With("batch_shape", ConfigValues.ShapeJson(BatchShape))
        .With("dtype", DType.Name)
        .With("sparse", false)
        .With("ragged", false)
        .With("name", Name)
        .With("optional", false);

    internal static Input FromConfig(LayerConfig config)
    {
        int[] sizes = config.Has("batch_shape") ? config.GetInts("batch_shape")
            : config.Has("batch_input_shape") ? config.GetInts("batch_input_shape")
            : [Shape.Unknown, .. config.GetInts("shape")];
        if (sizes.Length == 0) throw new InvalidDataException("InputLayer: expected a batch_shape with at least the batch's axis, got none.");
        return new Input(new Shape(sizes[1..]), sizes[0] == Shape.Unknown ? null : sizes[0], config.GetDType("dtype"), config.GetString("name"));
    }

    private protected override void CheckInputs(TensorList inputs) =>
        throw new InvalidOperationException($"{Label}: is not called; use it as the tensor that it stands for.");
}
