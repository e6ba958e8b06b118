namespace Luciole.Data.Preparation;

/// <summary>A field of view among all studies: field numbers are compared within their study only.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Field">The field's number.</param>
public readonly record struct FieldKey(string Study, int Field);
