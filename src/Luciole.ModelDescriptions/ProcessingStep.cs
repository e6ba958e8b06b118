namespace Luciole.ModelDescriptions;

/// <summary>A step of preprocessing.</summary>
/// <param name="Id">Its name in the format, such as <c>zero_mean_unit_variance</c>.</param>
/// <param name="Arguments">Its arguments by name.</param>
public sealed record ProcessingStep(string Id, IReadOnlyDictionary<string, object?> Arguments)
{
    /// <summary>A step with arguments.</summary>
    public static ProcessingStep Of(string id, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments)
            named[name] = value;
        return new ProcessingStep(id, named);
    }
}
