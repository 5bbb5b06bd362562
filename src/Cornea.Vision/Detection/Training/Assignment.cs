namespace Cornea.Vision;

/// <summary>What each place is to answer.</summary>
/// <param name="Quality">0 where there is nothing, else how sure it's to be, up to 1 [batch, places].</param>
/// <param name="Boxes">Where the thing is, in pixels [batch, places, 4].</param>
/// <param name="Classes">What it is, as one-hot rows [batch, places, classes].</param>
internal sealed record Assignment(Tensor Quality, Tensor Boxes, Tensor Classes);
