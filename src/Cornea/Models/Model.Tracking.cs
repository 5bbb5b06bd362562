using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Cornea.Layers;

namespace Cornea;

// The layers that a model of one's own holds in its fields and properties, alone or in lists: part of it from the start, as in Keras.
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)] // Trimming keeps them.
public partial class Model
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> LayerFields = new();

    // Looked at whenever somebody asks, as a field may be set at any time.
    private void AdoptFields()
    {
        foreach (FieldInfo field in LayerFieldsOf())
        {
            switch (field.GetValue(this))
            {
                case Layer layer:
                    Adopt(layer);
                    break;
                case IDictionary table:
                    foreach (Layer layer in table.Values.OfType<Layer>()) Adopt(layer);
                    break;
                case ICollection list:
                    foreach (Layer layer in list.OfType<Layer>()) Adopt(layer);
                    break;
            }
        }
    }

    private FieldInfo[] LayerFieldsOf()
    {
        if (LayerFields.TryGetValue(GetType(), out FieldInfo[]? known)) return known;
        FieldInfo[] fields = GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        return LayerFields[GetType()] = [.. fields.Where(field => typeof(Layer).IsAssignableFrom(field.FieldType) || typeof(IEnumerable).IsAssignableFrom(field.FieldType))];
    }
}
