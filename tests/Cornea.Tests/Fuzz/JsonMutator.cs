using System.Text;
using System.Text.Json.Nodes;

namespace Cornea.Tests.Fuzz;

/// <summary>Changes JSON here and there, so that it stays JSON: numbers become extremes, values go, come twice, change places or kinds.</summary>
internal static class JsonMutator
{
    private static readonly string[] Extremes =
    [
        "0", "-1", "1", "2", "3", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807", "1e308", "-1e308", "1e-300", "0.5",
        "65536", "1000000", "46341", "1073741824", "\"NaN\"", "\"Infinity\"", "null", "true", "[]", "{}", "\"\"", "\"x\"", "[[]]", "[null]", "[-1, 0]",
    ];

    public static byte[] Mutate(Random random, byte[] json)
    {
        JsonNode root = JsonNode.Parse(json)!;
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            var places = new List<JsonNode>();
            Collect(root, places);
            if (places.Count > 0) Change(random, places[random.Next(places.Count)], places);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        IEnumerable<JsonNode?> inner = node switch { JsonObject fields => fields.Select(pair => pair.Value), JsonArray list => list, _ => [] };
        foreach (JsonNode? item in inner)
        {
            if (item is null) continue;
            places.Add(item);
            Collect(item, places);
        }
    }

    private static void Change(Random random, JsonNode node, List<JsonNode> all)
    {
        switch (random.Next(8))
        {
            case 0:
                Remove(node);
                break;
            case 1:
                Replace(node, all[random.Next(all.Count)].DeepClone());
                break;
            case 2 when node.Parent is JsonArray list:
                list.Insert(random.Next(list.Count + 1), node.DeepClone());
                break;
            case 3:
                Replace(node, new JsonArray(node.DeepClone()));
                break;
            default:
                // Mostly numbers, which are sizes as a rule.
                JsonNode[] numbers = [.. all.Where(item => item is JsonValue && item.GetValueKind() == System.Text.Json.JsonValueKind.Number)];
                Replace(numbers.Length > 0 && random.Next(3) > 0 ? numbers[random.Next(numbers.Length)] : node, JsonNode.Parse(Extremes[random.Next(Extremes.Length)]));
                break;
        }
    }

    private static void Remove(JsonNode node)
    {
        if (node.Parent is JsonArray list) list.Remove(node);
        else if (node.Parent is JsonObject fields) fields.Remove(node.GetPropertyName());
    }

    private static void Replace(JsonNode node, JsonNode? by)
    {
        if (node.Parent is JsonArray list) list[list.IndexOf(node)] = by;
        else if (node.Parent is JsonObject fields) fields[node.GetPropertyName()] = by;
    }
}
