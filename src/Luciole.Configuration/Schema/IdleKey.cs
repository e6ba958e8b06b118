namespace Luciole.Configuration;

/// <summary>A key that is accepted because BiaPy acts upon it, though nothing in this version does.</summary>
/// <param name="Name">The dotted key.</param>
/// <param name="Reason">Why, or what happens instead, in words.</param>
public sealed record IdleKey(string Name, string Reason);
