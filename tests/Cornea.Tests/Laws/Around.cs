using Cornea.Layers;

namespace Cornea.Tests.Laws;

/// <summary>A model of one's own around another one.</summary>
internal sealed class Around : Model
{
    private readonly Model _inner;

    public Around(Model inner) => _inner = Track(inner);

    /// <summary>How it's made again.</summary>
    public static Dictionary<string, Func<LayerConfig, Layer>> Makers { get; } = new() { [nameof(Around)] = config => new Around((Model)FromJson(config.Json["inner"]!)) };

    public override LayerConfig GetConfig() => base.GetConfig().With("inner", _inner.ToJson());

    protected override TensorList Forward(TensorList inputs, CallContext context) => _inner.Call(inputs);
}
