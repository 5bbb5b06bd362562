using System.Text.Json.Serialization;

namespace Cornea.Vision;

/// <summary>What a detector's file says beside its network, without reflection.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class DetectorJson : JsonSerializerContext;
