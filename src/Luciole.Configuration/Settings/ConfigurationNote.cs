namespace Luciole.Configuration;

/// <summary>Something that was read differently from how it was written, or a default that the dialect decided.</summary>
/// <param name="Where">File and line, <c>--set KEY</c>, or the file when nothing was written.</param>
/// <param name="Old">What was written, for instance <c>DATA.NORMALIZATION.TYPE: custom</c>.</param>
/// <param name="New">What it became; empty when it was dropped.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ConfigurationNote(string Where, string Old, string New, string Reason)
{
    /// <summary>The note as a line of text.</summary>
    public override string ToString() => $"{Where}: {(Old.Length == 0 ? New : New.Length == 0 ? Old + " is left out" : $"{Old} becomes {New}")} ({Reason})";
}
