namespace Luciole.Configuration;

/// <summary>A key of BiaPy that Luciole does not act on.</summary>
/// <param name="Name">The dotted key.</param>
/// <param name="Default">BiaPy's default.</param>
/// <param name="HasDefault">Whether that is known.</param>
/// <param name="Workflow">What it belongs to; null when it has no effect in these workflows.</param>
internal sealed record OtherKey(string Name, object? Default, bool HasDefault, string? Workflow)
{
    /// <summary>Whether it shows that another workflow was in mind; <c>NDIM: 2D</c> and <c>SOURCE: biapy</c> do not.</summary>
    public bool IsOfAnotherWorkflow => Workflow is not null && Name is not ("PROBLEM.NDIM" or "MODEL.SOURCE") && !Name.EndsWith("_AXES_ORDER", StringComparison.Ordinal);

    /// <summary>Whether the value is the default, or one that BiaPy derives by itself.</summary>
    public bool IsHarmless(object? value) => HasDefault ? Same(value, Default) || IsFilledIn(value) : Workflow is null;

    private bool IsFilledIn(object? value) => Name switch
    {
        "PROBLEM.SUPER_RESOLUTION.UPSCALING" => Same(value, new object?[] { 1L, 1L }) || value is 1L,
        "DATA.TEST.RESOLUTION" or "DATA.VAL.RESOLUTION" => Same(value, new object?[] { 1L, 1L }),
        "MODEL.Z_DOWN" => value is IReadOnlyList<object?> items && items.All(i => i is 0L or 1L or 2L),
        "MODEL.ISOTROPY" => value is IReadOnlyList<object?> flags && flags.All(i => i is true),
        "SYSTEM.NUM_GPUS" => value is long,
        _ => false,
    };

    private static bool Same(object? a, object? b)
    {
        if (Values.Number(RawValue.Of(a)) is { } x && Values.Number(RawValue.Of(b)) is { } y)
            return x == y;
        if (a is IReadOnlyList<object?> left && b is IReadOnlyList<object?> right)
            return left.Count == right.Count && left.Zip(right).All(p => Same(p.First, p.Second));
        if (a is IReadOnlyDictionary<string, object?> one && b is IReadOnlyDictionary<string, object?> two)
            return one.Count == two.Count && one.All(p => two.TryGetValue(p.Key, out var other) && Same(p.Value, other));
        return Equals(a, b);
    }
}
