namespace Cornea.Cli.Photos;

/// <summary>A photo that was taken for another class.</summary>
internal sealed record PhotoMistake(string File, string Truth, string Answer, double Probability);
