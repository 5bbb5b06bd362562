using Cornea.Plots.Diagrams;

namespace Cornea.Plots;

// Keras' plot_model.
public static partial class Charts
{
    /// <summary>The diagram of a model: a box for each layer, an arrow for each tensor. <c>Save("model.svg")</c> keeps it sharp, <c>Save("model.png")</c> makes pixels of it.</summary>
    /// <param name="model">A model that knows its layers' shapes.</param>
    /// <param name="showShapes">Whether each layer's input and output shapes are shown.</param>
    /// <param name="showDtype">Whether each layer's output dtype is shown.</param>
    /// <param name="showLayerNames">Whether layers' names stand beside their classes'.</param>
    /// <param name="rankdir">Which way it goes: TB (from top to bottom), BT, LR (from left to right) or RL.</param>
    /// <param name="expandNested">Whether the models within it are shown with their layers.</param>
    /// <param name="dpi">Dots per inch of the PNG; 96 make a point of a letter a pixel and a third.</param>
    /// <param name="showLayerActivations">Whether the activations of layers that have one are shown.</param>
    /// <param name="showTrainable">Whether it's shown which layers are trained.</param>
    /// <remarks>Source: Keras 3, plot_model, which draws by Graphviz; here nothing needs to be installed. Boxes stand a little otherwise.</remarks>
    /// <exception cref="InvalidOperationException">It's a class of one's own, or a sequential model that hasn't seen its input's shape.</exception>
    /// <exception cref="ArgumentException">There is no such <paramref name="rankdir"/>.</exception>
    public static Figure PlotModel(
        Model model,
        bool showShapes = false,
        bool showDtype = false,
        bool showLayerNames = false,
        string rankdir = "TB",
        bool expandNested = false,
        int dpi = 200,
        bool showLayerActivations = false,
        bool showTrainable = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(dpi, 1);
        var options = new DiagramOptions(showShapes, showDtype, showLayerNames, DiagramDirection.Of(rankdir), expandNested, showLayerActivations, showTrainable);
        return DiagramPainter.Draw(ModelDiagram.Of(model, options), dpi / 96f);
    }
}
