namespace Luciole.Workflows.Sharing;

/// <summary>A piece of work that one process does whole, for instance an image with all its outputs.</summary>
/// <param name="Name">Its name, the same in every process and unlike those of the other units; any characters.</param>
/// <param name="Inputs">The files it is made of: when one of them changes, the unit is done again.</param>
/// <param name="Outputs">The files it makes: when one of them is gone or was changed by others, the unit is done again.</param>
public sealed record WorkUnit(string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs);
