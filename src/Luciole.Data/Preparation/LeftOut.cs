namespace Luciole.Data.Preparation;

/// <summary>Something among the studies that goes nowhere.</summary>
/// <param name="Source">Its path, or <c>archive: entry</c> for what lies in an archive.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record LeftOut(string Source, string Reason);
