namespace Cornea.Plots.Diagrams;

/// <summary>What a model's diagram shows; Keras' arguments.</summary>
internal sealed record DiagramOptions(
    bool ShowShapes, bool ShowDtype, bool ShowLayerNames, DiagramDirection Direction, bool ExpandNested, bool ShowLayerActivations, bool ShowTrainable);
