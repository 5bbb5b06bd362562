namespace Cornea.Data;

/// <summary>
/// Stands for an element that nobody has made yet: which row it is, or which tokens it gathers, or the element itself if a stage had
/// to make it. So shuffling, skipping and repeating move numbers, and only what is asked for is computed.
/// </summary>
internal readonly struct Token
{
    public Token(int row) => Row = row;

    public Token(Token[] members) => Content = members;

    public Token(Element element) => Content = element;

    public int Row { get; }

    private object? Content { get; }

    public Token[] Members => (Token[])Content!;

    public Element Element => (Element)Content!;

    /// <summary>Gives back the memory of an element that won't be used.</summary>
    public void Discard(StagingPool pool)
    {
        if (Content is Element element) element.Return(pool);
        if (Content is not Token[] members) return;
        foreach (Token member in members) member.Discard(pool);
    }
}
