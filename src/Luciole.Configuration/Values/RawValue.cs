namespace Luciole.Configuration;

/// <summary>A value as it was written: null, bool, long, double, string, <c>List&lt;object?&gt;</c> (a Python list) or <c>object?[]</c> (a tuple), with its text.</summary>
internal readonly record struct RawValue(object? Value, string Text)
{
    public IReadOnlyList<object?>? Items => Value as IReadOnlyList<object?>;

    public string Shown => Text.Length == 0 ? "empty" : Text.Length <= 60 ? Text : Text[..57] + "...";

    public static RawValue Of(object? value) => new(value, PythonText.Of(value));
}
