using Cornea.Files;

namespace Cornea.Data;

/// <summary>Labelled images as the files of a data set hold them, in two parts.</summary>
/// <param name="TrainImages">UInt8 [train, height, width].</param>
/// <param name="TrainLabels">UInt8 [train], each below the number of classes.</param>
/// <param name="TestImages">UInt8 [test, height, width].</param>
/// <param name="TestLabels">UInt8 [test], each below the number of classes.</param>
internal sealed record ImageSet(FileArray TrainImages, FileArray TrainLabels, FileArray TestImages, FileArray TestLabels)
{
    /// <summary>Images as UInt8 tensors and labels as Int32 tensors.</summary>
    public ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) ToTensors() =>
        ((Images(TrainImages), Labels(TrainLabels)), (Images(TestImages), Labels(TestLabels)));

    private static Tensor Images(FileArray array) => Tensor.From(array.Bytes, new Shape(array.Shape));

    private static Tensor Labels(FileArray array) => Tensor.From(array.ToArray<int>(), new Shape(array.Shape));
}
