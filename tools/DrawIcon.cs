#:package SkiaSharp
#:package SkiaSharp.NativeAssets.Linux.NoDependencies

// Draws the packages' icon: an eye in section, light from the left meeting behind the lens.
//   dotnet run tools/DrawIcon.cs docs/icon.png
using SkiaSharp;

const int Side = 256;
const float Center = Side / 2f, Radius = 100, FocusX = 218;

using var surface = SKSurface.Create(new SKImageInfo(Side, Side));
SKCanvas canvas = surface.Canvas;
canvas.Clear(SKColors.Transparent);
using var eye = new SKPaint { Color = SKColor.Parse("#123A5A"), IsAntialias = true };
canvas.DrawCircle(Center, Center, Radius + 20, eye);
using var ray = new SKPaint { Color = SKColor.Parse("#FFC857"), StrokeWidth = 7, IsAntialias = true, Style = SKPaintStyle.Stroke };
foreach (float offset in new[] { -44f, 0f, 44f })
{
    canvas.DrawLine(14, Center + offset, 88, Center + offset, ray);
    canvas.DrawLine(88, Center + offset, FocusX, Center, ray);
}

using var lens = new SKPaint { Color = SKColor.Parse("#7FD1E8"), IsAntialias = true };
using var outline = new SKPathBuilder();
outline.MoveTo(88, Center - 74);
outline.QuadTo(134, Center, 88, Center + 74);
outline.QuadTo(42, Center, 88, Center - 74);
outline.Close();
using SKPath path = outline.Detach();
canvas.DrawPath(path, lens);
using var focus = new SKPaint { Color = SKColors.White, IsAntialias = true };
canvas.DrawCircle(FocusX, Center, 11, focus);
using SKData png = surface.Snapshot().Encode(SKEncodedImageFormat.Png, 100);
using FileStream file = File.Create(args[0]);
png.SaveTo(file);
