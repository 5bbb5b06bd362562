using Cornea.Plots.Drawing;
using SkiaSharp;

namespace Cornea.Plots.Diagrams;

/// <summary>Draws a model's diagram.</summary>
internal static class DiagramPainter
{
    private const float Margin = 12, Corner = 5, ArrowLength = 8, ArrowWidth = 7;

    private static readonly SKColor Head = SKColor.Parse("#1E3A8A"), Ink = SKColor.Parse("#1F2937"), Line = SKColor.Parse("#6B7280"), Nested = SKColor.Parse("#F3F4F6");

    public static Figure Draw(ModelDiagram diagram, float scale) => Figure.Draw(
        checked((int)Math.Ceiling((diagram.Size.Width + (2 * Margin)) * scale)), checked((int)Math.Ceiling((diagram.Size.Height + (2 * Margin)) * scale)), canvas =>
    {
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        canvas.Translate(Margin, Margin);
        Paint(canvas, diagram);
    });

    private static void Paint(SKCanvas canvas, ModelDiagram diagram)
    {
        foreach (SKPoint[] arrow in diagram.Arrows) Arrow(canvas, arrow, diagram.IsAcross);
        foreach (var (box, place) in diagram.Boxes.Zip(diagram.Places)) Box(canvas, box, place);
    }

    private static void Box(SKCanvas canvas, DiagramBox box, SKPoint place)
    {
        SKRect whole = SKRect.Create(place, box.Size), head = SKRect.Create(place, new SKSize(box.Size.Width, DiagramBox.HeadHeight));
        using var paint = new SKPaint { IsAntialias = true, Color = box.Inside is null ? SKColors.White : Nested };
        canvas.DrawRoundRect(whole, Corner, Corner, paint);
        paint.Color = Head;
        canvas.DrawRoundRect(head, Corner, Corner, paint);
        if (box.Size.Height > DiagramBox.HeadHeight) canvas.DrawRect(new SKRect(head.Left, head.MidY, head.Right, head.Bottom), paint);
        (paint.Style, paint.StrokeWidth) = (SKPaintStyle.Stroke, 1);
        canvas.DrawRoundRect(whole, Corner, Corner, paint);
        Text(canvas, box.Title, head.MidX, head.MidY + (DiagramBox.TitleSize * 0.36f), DiagramBox.TitleSize, SKColors.White, isBold: true);
        for (int line = 0; line < box.Lines.Count; line++)
            Text(canvas, box.Lines[line], whole.MidX, head.Bottom + (line * DiagramBox.LineHeight) + 16, DiagramBox.LineSize, Ink, isBold: false);
        if (box.Inside is null) return;
        canvas.Save();
        canvas.Translate(place.X + box.InsideAt.X, place.Y + box.InsideAt.Y);
        Paint(canvas, box.Inside);
        canvas.Restore();
    }

    // Soft curves from point to point, which leave and arrive straight.
    private static void Arrow(SKCanvas canvas, SKPoint[] points, bool isAcross)
    {
        SKPoint end = points[^1], before = points[^2];
        float sign = Math.Sign(isAcross ? end.X - before.X : end.Y - before.Y);
        SKPoint back = isAcross ? new(end.X - (sign * ArrowLength), end.Y) : new(end.X, end.Y - (sign * ArrowLength));
        using var path = new SKPathBuilder();
        path.MoveTo(points[0]);
        for (int index = 1; index < points.Length; index++)
        {
            SKPoint from = points[index - 1], to = index == points.Length - 1 ? back : points[index];
            if (isAcross) path.CubicTo((from.X + to.X) / 2, from.Y, (from.X + to.X) / 2, to.Y, to.X, to.Y);
            else path.CubicTo(from.X, (from.Y + to.Y) / 2, to.X, (from.Y + to.Y) / 2, to.X, to.Y);
        }

        using var paint = new SKPaint { IsAntialias = true, Color = Line, Style = SKPaintStyle.Stroke, StrokeWidth = 1.3f };
        using (SKPath line = path.Detach()) canvas.DrawPath(line, paint);
        using var tip = new SKPathBuilder();
        tip.MoveTo(end);
        (float x, float y) = isAcross ? (0f, ArrowWidth / 2) : (ArrowWidth / 2, 0f);
        tip.LineTo(back.X - x, back.Y - y);
        tip.LineTo(back.X + x, back.Y + y);
        tip.Close();
        paint.Style = SKPaintStyle.Fill;
        using SKPath head = tip.Detach();
        canvas.DrawPath(head, paint);
    }

    private static void Text(SKCanvas canvas, string text, float x, float y, float size, SKColor color, bool isBold)
    {
        using SKFont font = EmbeddedFont.Of(text, size, isBold);
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(text, x, y, SKTextAlign.Center, font, paint);
    }
}
