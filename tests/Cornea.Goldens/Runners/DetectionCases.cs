using Cornea.Files;
using Cornea.Vision;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>detection</c>: overlaps of all pairs of <c>a</c> and <c>b</c>, which boxes suppression keeps, COCO's figures.</summary>
internal static class DetectionCases
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> OfTensors, Func<Box, Box, double> OfBoxes)> Overlaps = new()
    {
        ["iou"] = (Boxes.Iou, Boxes.Iou),
        ["giou"] = (Boxes.Giou, Boxes.Giou),
        ["diou"] = (Boxes.Diou, Boxes.Diou),
        ["ciou"] = (Boxes.Ciou, Boxes.Ciou),
    };

    public static void Run(GoldenCase golden)
    {
        foreach (string name in Overlaps.Keys.Where(golden.Has)) CheckOverlap(golden, name);
        foreach (string name in golden.ArrayNames.Where(name => name.StartsWith("nms_keep_", StringComparison.Ordinal))) CheckKept(golden, name);
        if (golden.Has("soft_nms_keep")) CheckSoft(golden);
        if (golden.Json["coco_stats"] is { } stats) CheckCoco(golden, stats);
    }

    private static void CheckOverlap(GoldenCase golden, string name)
    {
        Tensor a = golden["a"].ToTensor(), b = golden["b"].ToTensor();
        var (ofTensors, ofBoxes) = Overlaps[name];
        GoldenTolerance.Values.Check(name, golden[name], ofTensors(a.ExpandDims(1), b.ExpandDims(0)));
        double[] values = [.. BoxesOf(golden["a"]).SelectMany(_ => BoxesOf(golden["b"]), (first, second) => ofBoxes(first, second))];
        GoldenTolerance.Values.Check($"{name} of two boxes", golden[name], golden[name].Shape, values);
    }

    // nms_keep_0.3_score0.4: the threshold of the overlap, and that of the score where there is one.
    private static void CheckKept(GoldenCase golden, string name)
    {
        string[] parts = name["nms_keep_".Length..].Split("_score");
        double iou = Number(parts[0]), score = parts.Length > 1 ? Number(parts[1]) : double.NegativeInfinity;
        int[] kept = Boxes.NonMaxSuppression(BoxesOf(golden["nms_boxes"]), golden["nms_scores"].ToArray<float>(), iou, score);
        GoldenTolerance.Exact.Check(name, golden[name].ToArray<double>(), Array.ConvertAll(kept, index => (double)index), [kept.Length]);
    }

    // TensorFlow's Gaussian with soft_nms_sigma 0.5, its first 20.
    private static void CheckSoft(GoldenCase golden)
    {
        FileArray expected = golden["soft_nms_keep"];
        var (kept, scores) = Boxes.SoftNonMaxSuppression(
            BoxesOf(golden["nms_boxes"]), golden["nms_scores"].ToArray<float>(), sigma: 0.5, maxCount: expected.Shape[0]);
        GoldenTolerance.Exact.Check("soft_nms_keep", expected.ToArray<double>(), Array.ConvertAll(kept, index => (double)index), [kept.Length]);
        GoldenTolerance.Values.Check("soft_nms_scores", golden["soft_nms_scores"], [scores.Length], scores);
    }

    private static void CheckCoco(GoldenCase golden, CaseJson stats)
    {
        CaseJson[] truth = Items(golden.Json["coco_ground_truth"]), found = Items(golden.Json["coco_detections"]);
        int classes = truth.Concat(found).Max(item => item["category_id"].ToInt()) + 1;
        var evaluator = new CocoEvaluator([.. Enumerable.Range(0, classes).Select(index => $"class {index}")]);
        foreach (CaseJson image in Items(golden.Json["coco_images"]))
        {
            int id = image["id"].ToInt();
            image.LeaveOut("width", because: "the measures are of boxes alone");
            image.LeaveOut("height", because: "the measures are of boxes alone");
            evaluator.Add(
                [.. truth.Where(item => item["image_id"].ToInt() == id).Select(Truth)],
                [.. found.Where(item => item["image_id"].ToInt() == id).Select(Found)]);
        }

        CocoResult result = evaluator.Result();
        var figures = new Dictionary<string, double>
        {
            ["AP"] = result.AP, ["AP50"] = result.AP50, ["AP75"] = result.AP75,
            ["AP_small"] = result.APSmall, ["AP_medium"] = result.APMedium, ["AP_large"] = result.APLarge,
            ["AR1"] = result.AR1, ["AR10"] = result.AR10, ["AR100"] = result.AR100,
            ["AR_small"] = result.ARSmall, ["AR_medium"] = result.ARMedium, ["AR_large"] = result.ARLarge,
        };
        foreach ((string name, CaseJson? expected) in stats)
        {
            // pycocotools says −1 where there is nothing to find.
            if (!figures.Remove(name, out double got)) throw new NotUnderstoodException($"there is no figure '{name}'");
            GoldenTolerance.Values.Check($"coco_stats.{name}", expected.ToDouble() is -1 ? double.NaN : expected.ToDouble(), got);
        }
    }

    private static LabeledBox Truth(CaseJson item)
    {
        item.LeaveOut("id", because: "boxes are told apart by their order");
        if (item["ignore"].ToInt() != 0) throw new NotUnderstoodException("a truth that is ignored");
        item.LeaveOut("_ignore", because: "the evaluation that was run left its mark there");
        return new LabeledBox(BoxOf(item["bbox"]), item["category_id"].ToInt(), item["iscrowd"].ToInt() != 0, Area: item["area"].ToDouble());
    }

    private static Detection Found(CaseJson item)
    {
        foreach (string name in (string[])["id", "area", "segmentation"]) item.LeaveOut(name, because: "pycocotools made it of the box");
        if (item["iscrowd"].ToInt() != 0) throw new NotUnderstoodException("a detection of a crowd");
        int index = item["category_id"].ToInt();
        return new Detection($"class {index}", index, item["score"].ToDouble(), BoxOf(item["bbox"]));
    }

    private static Box BoxOf(CaseJson? json) => json.ToDoubles() is [var left, var top, var width, var height]
        ? Box.FromSize(left, top, width, height)
        : throw new NotUnderstoodException("a box that isn't four numbers");

    private static Box[] BoxesOf(FileArray array) =>
        [.. array.ToArray<double>().Chunk(4).Select(corners => new Box(corners[0], corners[1], corners[2], corners[3]))];

    private static CaseJson[] Items(CaseJson? list) => [.. list!.Items.Select(item => item!)];

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
