namespace Luciole.Configuration;

/// <summary>Reads a raw value; <paramref name="problem"/> may say more than that the kind was expected.</summary>
internal delegate bool ValueReader<T>(RawValue raw, out T value, out string? problem);
