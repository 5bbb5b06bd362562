namespace Cornea;

/// <summary>A class of layers in a model's file: what <see cref="Model.Inspect"/> lists.</summary>
/// <param name="ClassName">Its name in the file.</param>
/// <param name="Count">How many layers of it there are, those inside of others too.</param>
/// <param name="IsSupported">Whether Cornea has it; else the file needs it in <c>customObjects</c>, or can't be loaded.</param>
/// <param name="Layers">The layers' names.</param>
public sealed record LayerUse(string ClassName, int Count, bool IsSupported, IReadOnlyList<string> Layers);
