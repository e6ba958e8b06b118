using Luciole.Configuration;

namespace Luciole.Workflows;

/// <summary>The arguments that BiaPy would build a configuration's network with (<c>model_build_kwargs</c>), as plain values.</summary>
internal static class BuildArguments
{
    /// <summary>By the names of BiaPy's constructors; empty for networks whose arguments BiaPy stores as Python objects.</summary>
    public static IReadOnlyDictionary<string, object?> Of(LucioleConfiguration configuration)
    {
        var (model, patch) = (configuration.Model, configuration.Data.PatchSize);
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (model.Architecture != Architecture.Unetr)
            return arguments;
        arguments["input_shape"] = new object?[] { (long)patch.Height, (long)patch.Width, (long)patch.Channels };
        return arguments;
    }
}
