namespace Luciole.Data.Loading;

/// <summary>A patch that an epoch is to have.</summary>
/// <param name="Sample">The sample's number.</param>
/// <param name="Draw">How many patches of the sample come before it in the epoch; names its random stream.</param>
/// <param name="Patch">The patch's number in the sample.</param>
internal readonly record struct PlannedPatch(int Sample, int Draw, int Patch);
