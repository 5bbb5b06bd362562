namespace Cornea.Onnx;

/// <summary>The element types of ONNX' tensors, numbered as in its files.</summary>
internal enum ElementType
{
    Undefined,
    Float,
    UInt8,
    Int8,
    UInt16,
    Int16,
    Int32,
    Int64,
    String,
    Bool,
    Float16,
    Double,
    UInt32,
    UInt64,
    Complex64,
    Complex128,
    BFloat16,
}
