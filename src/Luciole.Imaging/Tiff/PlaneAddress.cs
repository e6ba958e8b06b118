namespace Luciole.Imaging.Tiff;

/// <summary>Where a plane is stored: the file of the set, its page, and by how many bytes the data lie behind that page's own.</summary>
internal readonly record struct PlaneAddress(int File, int Page, long Shift = 0);
