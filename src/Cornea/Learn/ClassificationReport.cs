using System.Text;

namespace Cornea.Learn;

/// <summary>Precision, recall and F1 of each class and their averages; as text, scikit-learn's table.</summary>
public sealed class ClassificationReport
{
    private const int ColumnWidth = 9;

    private readonly int _digits;
    private readonly bool _isWhole;

    internal ClassificationReport(
        IReadOnlyList<string> names, IReadOnlyList<ClassScores> classes, double accuracy, ClassScores microAverage, int digits, bool isWhole)
    {
        (Names, Classes, Accuracy, MicroAverage) = (names, classes, accuracy, microAverage);
        (_digits, _isWhole) = (digits, isWhole);
        int support = classes.Sum(scores => scores.Support);
        MacroAverage = Average(classes, support, _ => 1);
        WeightedAverage = Average(classes, support, scores => scores.Support);
    }

    /// <summary>The names of the classes, as the report shows them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The scores of the classes, in the order of the names.</summary>
    public IReadOnlyList<ClassScores> Classes { get; }

    /// <summary>The part of all samples that was recognised.</summary>
    public double Accuracy { get; }

    /// <summary>The scores over all samples of the reported classes together; with all classes reported, each is the accuracy.</summary>
    public ClassScores MicroAverage { get; }

    /// <summary>The mean of the classes' scores.</summary>
    public ClassScores MacroAverage { get; }

    /// <summary>The mean of the classes' scores, each counting by its support.</summary>
    public ClassScores WeightedAverage { get; }

    /// <summary>The scores of the class of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public ClassScores this[string name]
    {
        get
        {
            for (int i = 0; i < Names.Count; i++)
                if (Names[i] == name) return Classes[i];
            throw new ArgumentException($"ClassificationReport: there is no class '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
        }
    }

    /// <summary>The table, as scikit-learn's <c>classification_report</c> prints it.</summary>
    public override string ToString()
    {
        const string Longest = "weighted avg";
        int width = Math.Max(Math.Max(Longest.Length, _digits), Names.Max(name => name.Length));
        var text = new StringBuilder();
        text.Append("".PadLeft(width)).Append(' ');
        foreach (string heading in new[] { "precision", "recall", "f1-score", "support" }) Cell(heading);
        text.Append("\n\n");
        for (int i = 0; i < Names.Count; i++) Line(Names[i], Classes[i]);
        text.Append('\n');
        if (_isWhole)
        {
            text.Append("accuracy".PadLeft(width)).Append(' ');
            Cell("");
            Cell("");
            Cell(PythonNumber.Fixed(Accuracy, _digits));
            Cell(MicroAverage.Support.ToString());
            text.Append('\n');
        }
        else
        {
            Line("micro avg", MicroAverage);
        }

        Line("macro avg", MacroAverage);
        Line(Longest, WeightedAverage);
        return text.ToString();

        void Line(string name, ClassScores scores)
        {
            text.Append(name.PadLeft(width)).Append(' ');
            Cell(PythonNumber.Fixed(scores.Precision, _digits));
            Cell(PythonNumber.Fixed(scores.Recall, _digits));
            Cell(PythonNumber.Fixed(scores.F1, _digits));
            Cell(scores.Support.ToString());
            text.Append('\n');
        }

        void Cell(string content) => text.Append(' ').Append(content.PadLeft(ColumnWidth));
    }

    private static ClassScores Average(IReadOnlyList<ClassScores> classes, int support, Func<ClassScores, double> weight)
    {
        return new ClassScores(Mean(scores => scores.Precision), Mean(scores => scores.Recall), Mean(scores => scores.F1), support);

        double Mean(Func<ClassScores, double> score)
        {
            ClassScores[] counted = [.. classes.Where(scores => !double.IsNaN(score(scores)))];
            double total = counted.Sum(weight);
            return total == 0 ? 0 : counted.Sum(scores => score(scores) * weight(scores)) / total;
        }
    }
}
