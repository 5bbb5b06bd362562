namespace Cornea.Vision;

/// <summary>COCO's twelve figures, from 0 to 1; NaN where there is no such truth (pycocotools says −1).</summary>
/// <param name="AP">Average precision: the mean over IoU thresholds 0.50, 0.55, …, 0.95 and classes; also written mAP@0.5:0.95.</param>
/// <param name="AP50">At IoU 0.50; also written mAP@0.5.</param>
/// <param name="AP75">At IoU 0.75.</param>
/// <param name="APSmall">AP of things up to 32² pixels.</param>
/// <param name="APMedium">AP of things of 32² to 96² pixels.</param>
/// <param name="APLarge">AP of things from 96² pixels on.</param>
/// <param name="AR1">Average recall with the first 1 detection of an image and class.</param>
/// <param name="AR10">With the first 10.</param>
/// <param name="AR100">With the first 100.</param>
/// <param name="ARSmall">AR100 of small things.</param>
/// <param name="ARMedium">AR100 of medium things.</param>
/// <param name="ARLarge">AR100 of large things.</param>
/// <param name="Classes">Each class by itself.</param>
public sealed record CocoResult(
    double AP, double AP50, double AP75, double APSmall, double APMedium, double APLarge,
    double AR1, double AR10, double AR100, double ARSmall, double ARMedium, double ARLarge,
    IReadOnlyList<ClassPrecision> Classes);
