using Luciole.Configuration;

namespace Luciole.Cli.Demo;

/// <summary>The configurations of the demonstration, which the program carries: the files of <c>recipes/demo</c>.</summary>
internal static class DemoRecipe
{
    /// <summary>Phase one, on label-free images alone.</summary>
    public const string Pretraining = "recipes/demo/pretraining.yaml";

    /// <summary>Phase two, for one organelle.</summary>
    public const string FineTuning = "recipes/demo/finetuning.yaml";

    /// <summary>Reads a recipe.</summary>
    /// <param name="name">One of the two.</param>
    /// <param name="overrides"><c>KEY=VALUE</c> settings that win.</param>
    public static ConfigurationResult Read(string name, params IReadOnlyList<string> overrides)
    {
        using var stream = typeof(DemoRecipe).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing in the program.");
        using var reader = new StreamReader(stream);
        return ConfigurationReader.ReadText(reader.ReadToEnd(), name, overrides);
    }
}
