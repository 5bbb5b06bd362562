using System.Text;
using ScottPlot;
using SkiaSharp;

namespace Cornea.Plots.Drawing;

/// <summary>Open Sans from this assembly, so that text needs no font of the machine. Letters that it lacks are looked for there.</summary>
internal sealed class EmbeddedFont : IFontResolver
{
    public const string Name = "Cornea Sans";

    private static readonly EmbeddedFont Instance = Register();
    private readonly SKTypeface _regular = Read("OpenSans-Regular.ttf");
    private readonly SKTypeface _bold = Read("OpenSans-Semibold.ttf");

    /// <summary>The font for a text: ours, or one of the machine's for letters that ours lacks.</summary>
    public static string For(string text)
    {
        foreach (Rune letter in text.EnumerateRunes())
        {
            if (Instance._regular.GetGlyphs(letter.ToString())[0] != 0) continue;
            using SKTypeface? other = SKFontManager.Default.MatchCharacter(letter.Value);
            if (other is not null) return other.FamilyName;
        }

        return Name;
    }

    /// <summary>A font to draw a text with, without a chart around it.</summary>
    public static SKFont Of(string text, float size, bool isBold = false)
    {
        string name = For(text);
        return new SKFont(name == Name ? (isBold ? Instance._bold : Instance._regular) : SKTypeface.FromFamilyName(name), size) { Subpixel = true, Edging = SKFontEdging.Antialias };
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName != Name ? null : weight >= FontWeight.SemiBold ? _bold : _regular;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    // ScottPlot's list of fonts is one for the process.
    private static EmbeddedFont Register()
    {
        var font = new EmbeddedFont();
        Fonts.FontResolvers.Insert(0, font);
        return font;
    }

    private static SKTypeface Read(string file)
    {
        using Stream resource = typeof(EmbeddedFont).Assembly.GetManifestResourceStream("Cornea.Plots." + file)!;
        return SKTypeface.FromStream(resource);
    }
}
