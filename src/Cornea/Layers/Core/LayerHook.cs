namespace Cornea.Layers;

/// <summary>A call during which somebody sees what every layer gives, layers within layers and models within models too, and may put something else in
/// its place: how features are taken from the midst of a network, and gradients changed on their way.</summary>
/// <remarks>
/// <para>Within <see cref="Function.Compile(Func{Tensor, Tensor})"/> the hook runs while the function is traced, and what it keeps can be derived or returned.</para>
/// <para>After PyTorch's register_module_forward_hook; here the hook ends with the call.</para>
/// </remarks>
public static class LayerHook
{
    [ThreadStatic]
    private static Func<Layer, TensorList, TensorList>? _current;

    /// <summary>Calls a layer or a model.</summary>
    /// <param name="layer">Who is called.</param>
    /// <param name="inputs">With what.</param>
    /// <param name="hook">From a layer and what it gave to what goes on from there; the inner ones come before those around them.</param>
    /// <param name="training">Whether this is training.</param>
    public static TensorList Call(Layer layer, TensorList inputs, Func<Layer, TensorList, TensorList> hook, bool training = false)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(hook);
        Func<Layer, TensorList, TensorList>? around = _current;
        _current = hook;
        try
        {
            return layer.Call(inputs, training);
        }
        finally
        {
            _current = around;
        }
    }

    /// <summary>What goes on from a layer that gave these.</summary>
    internal static TensorList Pass(Layer layer, TensorList outputs) => _current is { } hook ? hook(layer, outputs) : outputs;
}
