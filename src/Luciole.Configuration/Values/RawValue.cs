namespace Luciole.Configuration;

/// <summary>A value as it was written: null, bool, long, double, string, <c>List&lt;object?&gt;</c> (a Python list) or <c>object?[]</c> (a tuple), with its text.</summary>
internal readonly record struct RawValue(object? Value, string Text)
{
    public IReadOnlyList<object?>? Items => Value as IReadOnlyList<object?>;

    /// <summary>The value for a message: one line, not too long.</summary>
    public string Shown => Text.Length == 0 ? "empty" : Clean(Text.Length <= 60 ? Text : Text[..57] + "...");

    public static RawValue Of(object? value) => new(value, PythonText.Of(value));

    private static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
}
