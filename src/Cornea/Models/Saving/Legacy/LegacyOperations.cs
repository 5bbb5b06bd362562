using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea;

/// <summary>
/// TensorFlow's operations between a model's tensors, which tf.keras saved as layers of its own (<c>TFOpLambda</c>, <c>SlicingOpLambda</c>,
/// <c>TensorFlowOpLayer</c>), as Keras 3's operations where there is one that does the same.
/// </summary>
internal static class LegacyOperations
{
    // TensorFlow's function: Keras' class, and its arguments in TensorFlow's order by Keras' names; those after the bar belong to the class.
    private static readonly Dictionary<string, (string ClassName, string Arguments)> Functions = new()
    {
        ["math.add"] = ("Add", "x=x1 y=x2"), ["math.subtract"] = ("Subtract", "x=x1 y=x2"), ["math.multiply"] = ("Multiply", "x=x1 y=x2"),
        ["math.divide"] = ("Divide", "x=x1 y=x2"), ["math.truediv"] = ("Divide", "x=x1 y=x2"), ["math.pow"] = ("Power", "x=x1 y=x2"),
        ["math.maximum"] = ("Maximum", "x=x1 y=x2"), ["math.minimum"] = ("Minimum", "x=x1 y=x2"), ["linalg.matmul"] = ("Matmul", "a=x1 b=x2"),
        ["math.floordiv"] = ("FloorDivide", "x=x1 y=x2"), ["math.squared_difference"] = ("SquaredDifference", "x=x1 y=x2"),
        ["math.negative"] = ("Negative", "x"), ["math.abs"] = ("Absolute", "x"), ["math.sqrt"] = ("Sqrt", "x"), ["math.rsqrt"] = ("Rsqrt", "x"),
        ["math.square"] = ("Square", "x"), ["math.exp"] = ("Exp", "x"), ["math.log"] = ("Log", "x"), ["math.tanh"] = ("Tanh", "x"),
        ["math.sigmoid"] = ("Sigmoid", "x"), ["math.sin"] = ("Sin", "x"), ["math.cos"] = ("Cos", "x"), ["math.floor"] = ("Floor", "x"),
        ["math.ceil"] = ("Ceil", "x"), ["math.softplus"] = ("Softplus", "features=x"), ["identity"] = ("Identity", "input=x"),
        ["nn.relu"] = ("Relu", "features=x"), ["nn.relu6"] = ("Relu6", "features=x"), ["nn.sigmoid"] = ("Sigmoid", "x"), ["nn.tanh"] = ("Tanh", "x"),
        ["nn.silu"] = ("Silu", "features=x"), ["nn.swish"] = ("Silu", "features=x"), ["nn.elu"] = ("Elu", "features=x"), ["nn.selu"] = ("Selu", "features=x"),
        ["nn.softplus"] = ("Softplus", "features=x"), ["nn.gelu"] = ("Gelu", "features=x | approximate"), ["nn.leaky_relu"] = ("LeakyRelu", "features=x | alpha=negative_slope"),
        ["nn.softmax"] = ("Softmax", "logits=x | axis"), ["nn.log_softmax"] = ("LogSoftmax", "logits=x | axis"),
        ["math.reduce_mean"] = ("Mean", "input_tensor=x | axis keepdims"), ["math.reduce_sum"] = ("Sum", "input_tensor=x | axis keepdims"),
        ["math.reduce_max"] = ("Max", "input_tensor=x | axis keepdims"), ["math.reduce_min"] = ("Min", "input_tensor=x | axis keepdims"),
        ["math.reduce_prod"] = ("Prod", "input_tensor=x | axis keepdims"), ["math.argmax"] = ("Argmax", "input=x | axis"),
        ["reshape"] = ("Reshape", "tensor=x | shape=newshape"), ["transpose"] = ("Transpose", "a=x | perm=axes"), ["expand_dims"] = ("ExpandDims", "input=x | axis"),
        ["squeeze"] = ("Squeeze", "input=x | axis"), ["concat"] = ("Concatenate", "values=xs | axis"), ["stack"] = ("Stack", "values=x | axis"),
        ["cast"] = ("Cast", "x | dtype"), ["tile"] = ("Tile", "input=x | multiples=repeats"), ["clip_by_value"] = ("Clip", "t=x | clip_value_min=x_min clip_value_max=x_max"),
        ["stop_gradient"] = ("StopGradient", "input=x"),
    };

    // What TensorFlow calls these functions too, in code and in graphs.
    private static readonly Dictionary<string, string> Synonyms = new()
    {
        ["__operators__.add"] = "math.add", ["Add"] = "math.add", ["AddV2"] = "math.add", ["BiasAdd"] = "math.add", ["Sub"] = "math.subtract", ["Mul"] = "math.multiply",
        ["RealDiv"] = "math.truediv", ["Pow"] = "math.pow", ["Maximum"] = "math.maximum", ["Minimum"] = "math.minimum", ["MatMul"] = "linalg.matmul",
        ["SquaredDifference"] = "math.squared_difference", ["Neg"] = "math.negative", ["Abs"] = "math.abs", ["Sqrt"] = "math.sqrt", ["Rsqrt"] = "math.rsqrt",
        ["Square"] = "math.square", ["Exp"] = "math.exp", ["Log"] = "math.log", ["Tanh"] = "math.tanh", ["Sigmoid"] = "math.sigmoid", ["Relu"] = "nn.relu",
        ["Relu6"] = "nn.relu6", ["Elu"] = "nn.elu", ["Selu"] = "nn.selu", ["Softplus"] = "nn.softplus", ["Softmax"] = "nn.softmax", ["Mean"] = "math.reduce_mean",
        ["Sum"] = "math.reduce_sum", ["Max"] = "math.reduce_max", ["Min"] = "math.reduce_min", ["Reshape"] = "reshape", ["Transpose"] = "transpose",
        ["ExpandDims"] = "expand_dims", ["Identity"] = "identity", ["Tile"] = "tile",
    };

    /// <summary>Turns such a layer into an operation; any other stays as it is.</summary>
    /// <exception cref="InvalidDataException">There is no such operation in Keras 3, or it's called in a way that isn't known.</exception>
    public static void Upgrade(JsonNode? node)
    {
        if (node is not JsonObject layer || layer["config"] is not JsonObject config) return;
        switch (JsonText.TextOf(layer["class_name"]))
        {
            case "TFOpLambda":
                Replace(layer, config, FunctionOf(layer), null);
                break;
            case "SlicingOpLambda":
                ReplaceSlice(layer, config);
                break;
            case "TensorFlowOpLayer":
                Replace(layer, config, FunctionOf(layer), config["constants"] as JsonObject ?? []);
                break;
        }
    }

    /// <summary>TensorFlow's name of the operation that such a layer is, after its class; null for any other layer.</summary>
    public static string? NameOf(JsonObject layer) => JsonText.TextOf(layer["class_name"]) switch
    {
        "TFOpLambda" => $"TFOpLambda {FunctionOf(layer)}",
        "TensorFlowOpLayer" => $"TensorFlowOpLayer {FunctionOf(layer)}",
        "SlicingOpLambda" => "SlicingOpLambda",
        _ => null,
    };

    /// <summary>Whether such a layer's operation has a counterpart.</summary>
    public static bool IsKnown(JsonObject layer) => JsonText.TextOf(layer["class_name"]) == "SlicingOpLambda" || Find(FunctionOf(layer), out _);

    private static string FunctionOf(JsonObject layer)
    {
        var config = layer["config"] as JsonObject;
        JsonNode? definition = JsonText.TextOf(config?["node_def"]) is { } text ? Parsed(text, layer) : config?["node_def"];
        return JsonText.TextOf(config?["function"]) ?? JsonText.TextOf((definition as JsonObject)?["op"]) ?? "";
    }

    private static bool Find(string function, out (string ClassName, string Arguments) found)
    {
        string name = function.StartsWith("compat.v1.", StringComparison.Ordinal) ? function["compat.v1.".Length..] : function;
        name = Synonyms.GetValueOrDefault(name, name);
        return Functions.TryGetValue(name, out found) || Functions.TryGetValue($"math.{name}", out found);
    }

    private static void Replace(JsonObject layer, JsonObject config, string function, JsonObject? constants)
    {
        if (!Find(function, out (string ClassName, string Arguments) found))
            throw Unknown(layer, $"TensorFlow's operation '{FileText.Shortened(function)}' has no counterpart");
        string[] parts = found.Arguments.Split(" | ");
        (string Old, string New)[] places = [.. parts[0].Split(' ').Select(Pair)];
        (string Old, string New)[] settings = parts.Length > 1 ? [.. parts[1].Split(' ').Select(Pair)] : [];
        JsonNode?[] nodes = [.. layer["inbound_nodes"] as JsonArray ?? []];
        var made = new JsonObject { ["name"] = config["name"]?.DeepClone() };
        var calls = new JsonArray();
        foreach (JsonNode? node in nodes)
        {
            Dictionary<string, JsonNode?> given = Given(layer, node, [.. places, .. settings], constants);
            calls.Add((JsonNode)new JsonObject
            {
                ["args"] = new JsonArray([.. places.Select(place => given.TryGetValue(place.Old, out JsonNode? value) ? value
                    : throw Unknown(layer, $"TensorFlow's operation '{function}' lacks its '{place.Old}'"))]),
                ["kwargs"] = new JsonObject(),
            });
            foreach ((string old, string current) in settings)
                if (given.TryGetValue(old, out JsonNode? value) && value is not null) made[current] = value;
        }

        SetOperation(layer, found.ClassName, made, calls);

        static (string Old, string New) Pair(string text) => text.Split('=') is [var old, var current] ? (old, current) : (text, text);
    }

    private static void ReplaceSlice(JsonObject layer, JsonObject config)
    {
        var calls = new JsonArray();
        foreach (JsonNode? node in layer["inbound_nodes"] as JsonArray ?? [])
        {
            Dictionary<string, JsonNode?> given = Given(layer, node, [("tensor", "x"), ("slice_spec", "key")], null);
            if (given.GetValueOrDefault("slice_spec") is not { } spec) throw Unknown(layer, "a slice without its places");
            JsonNode?[] places = spec is JsonArray list ? [.. list] : [spec];
            calls.Add((JsonNode)new JsonObject { ["args"] = new JsonArray(given["tensor"]?.DeepClone(), new JsonArray([.. places.Select(Place)])), ["kwargs"] = new JsonObject() });
        }

        SetOperation(layer, "GetItem", new JsonObject { ["name"] = config["name"]?.DeepClone() }, calls);

        JsonNode? Place(JsonNode? place) => place is JsonObject range && range.ContainsKey("start")
            ? new JsonObject { ["class_name"] = "__slice__", ["config"] = range.DeepClone() }
            : place is JsonValue value && value.TryGetValue(out int _) ? place.DeepClone()
            : throw Unknown(layer, $"a slice with {FileText.Shortened(place?.ToJsonString() ?? "a new axis")}");
    }

    private static void SetOperation(JsonObject layer, string className, JsonObject config, JsonArray calls)
    {
        layer["module"] = "keras.src.ops.numpy"; // Which of Keras' modules it is in doesn't matter to who reads it here.
        layer["class_name"] = className;
        layer["config"] = config;
        layer["inbound_nodes"] = calls;
    }

    // The arguments of a call by TensorFlow's names. A call is a list of [layer, node, tensor, arguments by name], one for each tensor by place;
    // in a graph's operation some of the places are constants.
    private static Dictionary<string, JsonNode?> Given(JsonObject layer, JsonNode? node, (string Old, string New)[] names, JsonObject? constants)
    {
        var given = new Dictionary<string, JsonNode?>();
        JsonArray entries = node as JsonArray ?? throw Unknown(layer, "a call that is no list");
        if (entries is [JsonValue, ..]) entries = new JsonArray(entries.DeepClone());
        bool takesList = names[0].Old == "values";
        var list = new JsonArray();
        int place = 0;
        foreach (JsonNode? entry in entries)
        {
            while (constants?[$"{place}"] is { } constant) Set(constant);
            Set(entry is JsonArray { Count: > 2 } item && JsonText.TextOf(item[0]) == "_CONSTANT_VALUE" ? item[2] : Reference(entry));
            if (entry is not JsonArray { Count: 4 } call || call[3] is not JsonObject named) continue;
            foreach ((string name, JsonNode? value) in named)
                if (name != "name") given[name] = Referenced(value);
        }

        while (constants?[$"{place}"] is { } constant) Set(constant);
        if (takesList) given["values"] = list;
        return given;

        void Set(JsonNode? value)
        {
            if (takesList) list.Add(value?.DeepClone());
            else if (place < names.Length) given[names[place].Old] = value?.DeepClone();
            else throw Unknown(layer, "a call with more arguments than are known");
            place++;
        }

        JsonNode? Referenced(JsonNode? value) => value is JsonArray { Count: 3 } history && JsonText.TextOf(history[0]) is not null ? Reference(value)
            : value is JsonArray several ? new JsonArray([.. several.Select(Referenced)])
            : value?.DeepClone();
    }

    private static JsonObject Reference(JsonNode? entry) => new()
    {
        ["class_name"] = "__keras_tensor__",
        ["config"] = new JsonObject { ["keras_history"] = entry is JsonArray { Count: >= 3 } list ? new JsonArray(list[0]?.DeepClone(), list[1]?.DeepClone(), list[2]?.DeepClone()) : null },
    };

    private static JsonNode? Parsed(string text, JsonObject layer)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            throw Unknown(layer, "an operation whose definition isn't JSON");
        }
    }

    private static InvalidDataException Unknown(JsonObject layer, string what) =>
        new($"Layer '{FileText.Shortened(JsonText.TextOf(layer["config"]?["name"]) ?? JsonText.TextOf(layer["name"]))}': {what}.");
}
