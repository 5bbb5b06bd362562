using System.Text.Json;
using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea.Goldens;

/// <summary>Arrays and arguments of a case as tensors, and results compared.</summary>
internal static class GoldenTensors
{
    /// <summary>An array as a tensor. Float64 becomes float32, in which Keras computes; complex numbers are pairs along a last axis.</summary>
    public static Tensor ToTensor(this FileArray array) => array.ElementType switch
    {
        FileElementType.Bool => Tensor.From<byte>(array.ToArray<byte>(), array.Shape.ToArray()).Cast(DType.Bool),
        FileElementType.UInt8 => Tensor.From<byte>(array.ToArray<byte>(), array.Shape.ToArray()),
        FileElementType.Complex64 or FileElementType.Complex128 => Tensor.From<float>(
            [.. array.ToComplexArray().SelectMany(value => (float[])[(float)value.Real, (float)value.Imaginary])], [.. array.Shape, 2]),
        FileElementType.Int64 or FileElementType.UInt64 or FileElementType.UInt32 => Tensor.From<long>(array.ToArray<long>(), array.Shape.ToArray()),
        FileElementType.Int8 or FileElementType.Int16 or FileElementType.Int32 or FileElementType.UInt16 =>
            Tensor.From<int>(array.ToArray<int>(), array.Shape.ToArray()),
        _ => Tensor.From<float>(array.ToArray<float>(), array.Shape.ToArray()),
    };

    /// <summary>An array as a tensor, in which float64 stays float64: scikit-learn computes in it.</summary>
    public static Tensor ToDoubleTensor(this FileArray array) => array.ElementType == FileElementType.Float64
        ? Tensor.From<double>(array.ToArray<double>(), array.Shape.ToArray())
        : array.ToTensor();

    /// <summary>An argument as a tensor: {"input": "x0"}, a number, or nested lists of numbers. Null where it is null.</summary>
    public static Tensor? ToTensor(this GoldenCase golden, JsonNode? node)
    {
        if (node is null) return null;
        if (node is JsonObject reference && reference["input"] is { } input) return golden[input.ToText()].ToTensor();
        var shape = new List<int>();
        for (JsonNode? level = node; level is JsonArray list; level = list.Count > 0 ? list[0] : null) shape.Add(list.Count);
        var values = new List<float>();
        bool areWhole = true;
        Collect(node);
        Tensor result = Tensor.From(values.ToArray(), shape.ToArray());
        return areWhole ? result.Cast(DType.Int32) : result;

        void Collect(JsonNode? part)
        {
            if (part is JsonArray list)
            {
                foreach (JsonNode? item in list) Collect(item);
            }
            else if (part?.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            {
                values.Add(part.ToBool() ? 1 : 0);
            }
            else
            {
                areWhole &= part.IsWholeNumber();
                values.Add((float)part.ToDouble());
            }
        }
    }

    /// <inheritdoc cref="ToTensor(GoldenCase, JsonNode?)"/>
    public static Tensor? ToTensor(this GoldenCase golden, CaseJson? json) => golden.ToTensor(json?.Whole());

    /// <summary>Whether an array holds complex numbers.</summary>
    public static bool IsComplex(this FileArray array) => array.ElementType is FileElementType.Complex64 or FileElementType.Complex128;

    /// <summary>Compares a tensor with an array of the case; complex numbers are pairs along a last axis.</summary>
    public static void Check(this GoldenTolerance tolerance, string what, FileArray expected, Tensor got)
    {
        if (expected.IsComplex()) expected = FileArray.From<float>(expected.ToTensor().ToArray<float>(), [.. expected.Shape, 2]);
        tolerance.Check(what, expected, got.Shape.ToArray(), got.Cast(DType.Float32).ToArray<double>());
    }
}
