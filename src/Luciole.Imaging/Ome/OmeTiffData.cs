namespace Luciole.Imaging.Ome;

/// <summary>A TiffData element: which planes of the image lie in which pages of which file.</summary>
/// <param name="Page">The first page (IFD).</param>
/// <param name="PlaneCount">Pages in sequence; null when not said.</param>
/// <param name="FirstZ">Where on the Z axis the first plane lies.</param>
/// <param name="FirstC">Where on the C axis.</param>
/// <param name="FirstT">Where on the T axis.</param>
/// <param name="Uuid">The UUID of the file; null for this one.</param>
/// <param name="FileName">The name of that file.</param>
public sealed record OmeTiffData(int Page, int? PlaneCount, int FirstZ, int FirstC, int FirstT, string? Uuid, string? FileName);
