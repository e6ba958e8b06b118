namespace Luciole.Data.Trust;

/// <summary>One reason not to trust a prediction.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Text">The reason in words, with the figures.</param>
public sealed record TrustFlag(TrustKind Kind, string Text)
{
    /// <summary>The kind in a word or two: <c>out of focus</c>.</summary>
    public string Name => NameOf(Kind);

    /// <summary>A kind in a word or two.</summary>
    public static string NameOf(TrustKind kind) => kind switch
    {
        TrustKind.NoContrast => "no contrast",
        TrustKind.UnseenModality => "unseen modality",
        TrustKind.OutOfFocus => "out of focus",
        TrustKind.Saturated => "saturated",
        _ => "unusual statistics",
    };
}
