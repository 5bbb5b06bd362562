namespace Cornea.Graphs.Operations;

/// <summary>The part of a window that meets an axis, and the part of the axis that the window meets.</summary>
/// <param name="Window">The window without its other elements, moving over that part of the axis.</param>
/// <param name="First">Which element of the whole window is its first.</param>
/// <param name="Skipped">Places of the axis before the part.</param>
/// <param name="Read">Places of the part.</param>
internal readonly record struct MetAxis(WindowAxis Window, int First, int Skipped, int Read);
