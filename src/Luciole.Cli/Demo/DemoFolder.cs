namespace Luciole.Cli.Demo;

/// <summary>Where the demonstration puts what it makes. Each training is a job of its own below the root.</summary>
/// <param name="Root">The folder for everything.</param>
internal sealed record DemoFolder(string Root)
{
    /// <summary>The studies to learn from.</summary>
    public string Studies => Path.Combine(Root, "studies");

    /// <summary>The studies that no training sees.</summary>
    public string HeldOut => Path.Combine(Root, "held-out");

    /// <summary>The studies arranged for training.</summary>
    public string Prepared => Path.Combine(Root, "prepared");

    /// <summary>A picture.</summary>
    public string Picture(string name) => Path.Combine(Root, $"{name}.png");
}
