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

    /// <param name="row">What its stage wants to know about the members, such as where they come from.</param>
    /// <param name="members">Tokens of the stages before.</param>
    public Token(int row, Token[] members) => (Row, Content) = (row, members);

    /// <param name="row">What its stage wants to know about the element.</param>
    /// <param name="element">Of a stage before.</param>
    public Token(int row, Element element) => (Row, Content) = (row, element);

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
