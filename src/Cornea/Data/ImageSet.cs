using Cornea.Files;

namespace Cornea.Data;

/// <summary>Labelled images as the files of a data set hold them, in two parts.</summary>
/// <param name="TrainImages">UInt8 [train, height, width].</param>
/// <param name="TrainLabels">UInt8 [train], each below the number of classes.</param>
/// <param name="TestImages">UInt8 [test, height, width].</param>
/// <param name="TestLabels">UInt8 [test], each below the number of classes.</param>
internal sealed record ImageSet(FileArray TrainImages, FileArray TrainLabels, FileArray TestImages, FileArray TestLabels);
