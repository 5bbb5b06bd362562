using System.Net;
using System.Text;
using Cornea.Vision;

namespace Cornea.Cli.Photos;

/// <summary>What was found as a page with the pictures, in one file that can be sent to somebody.</summary>
internal static class CheckPage
{
    private const int Side = 160, MostPictures = 400;

    public static string Of(PhotoCheckReport report)
    {
        var page = new StringBuilder();
        int left = MostPictures;
        page.Append($$"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{Text(report.Folder)}}</title><style>
            body{font-family:system-ui,sans-serif;margin:2rem;color:#1f2937} section{margin-bottom:2rem} figure{display:inline-block;margin:.3rem;max-width:{{Side}}px;vertical-align:top}
            figcaption{font-size:.75rem;overflow-wrap:anywhere;color:#6b7280} .finding{border-top:1px solid #e5e7eb;padding:.5rem 0} .across{border-left:4px solid #dc2626;padding-left:.5rem}
            </style></head><body><h1>{{Text(report.Folder)}}</h1><p>{{report.PhotoCount}} photos: {{Text(string.Join(", ", report.ClassCounts.Select(pair => $"{pair.Key} {pair.Value}")))}}.</p>

            """);
        if (report.Findings.Count == 0) page.Append("<p>Nothing looks wrong.</p>\n");
        foreach (var kind in report.Findings.GroupBy(finding => finding.Problem))
        {
            page.Append($"<section><h2>{CheckRun.Title(kind.Key)} ({kind.Count()})</h2>\n");
            foreach (PhotoFinding finding in kind)
            {
                page.Append($"<div class=\"finding{(finding.IsAcrossParts ? " across" : "")}\"><p>{Text(finding.Message)}</p>");
                foreach (string file in finding.Files)
                    page.Append($"<figure>{(finding.Problem != PhotoProblem.Unreadable && left-- > 0 ? Picture(file) : "")}<figcaption>{Text(Path.GetRelativePath(report.Folder, file))}</figcaption></figure>");
                page.Append("</div>\n");
            }

            page.Append("</section>\n");
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static string Picture(string file)
    {
        Tensor photo = ImageTensor.Load(file, Side, Side, "bilinear_antialias", padToAspectRatio: true, background: (255, 255, 255));
        return $"<img alt=\"\" width=\"{Side}\" height=\"{Side}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(ImageTensor.Encode(photo, "jpeg", quality: 80))}\">";
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
