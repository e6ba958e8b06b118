using System.Runtime.InteropServices;

namespace Luciole.Imaging.Tiff;

/// <summary>An open file of libtiff's (<c>TIFF *</c>).</summary>
internal sealed class TiffHandle : SafeHandle
{
    public TiffHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibTiff.Close(handle);
        return true;
    }
}
