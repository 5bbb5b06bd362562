using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>Keras' dictionary of images and what belongs to them: its keys, and how it stands in files as the argument of a call.</summary>
internal static class ImageDictionary
{
    public const string Images = "images", Labels = "labels", Masks = "segmentation_masks", Boxes = "bounding_boxes";

    private const string BoxesOfBoxes = "boxes", LabelsOfBoxes = "labels";

    /// <summary>The dictionary among a call's arguments by place, if it has one.</summary>
    public static JsonObject? Find(JsonNode? arguments) =>
        arguments is JsonArray { Count: 1 } list && list[0] is JsonObject data && data.ContainsKey(Images) ? data : null;

    /// <summary>One tensor as it is; two are boxes and their labels.</summary>
    public static JsonNode Write(JsonNode[] tensors) =>
        tensors is [var boxes, var labels] ? new JsonObject { [BoxesOfBoxes] = boxes, [LabelsOfBoxes] = labels } : tensors[0];

    /// <summary>What <see cref="Write"/> was given.</summary>
    public static JsonNode?[] Read(JsonNode? item) =>
        item is JsonObject boxes && boxes.ContainsKey(BoxesOfBoxes) ? [boxes[BoxesOfBoxes], boxes[LabelsOfBoxes]] : [item];
}
