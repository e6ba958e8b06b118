using System.Runtime.InteropServices;

namespace Luciole.Torch.Native;

/// <summary>What is asked of every tensor, in one crossing: <c>lt_tensor_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTensorInfo
{
    public int Dimensions;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public long ElementCount;
    public int ItemSize;
    public byte RequiresGrad;
    public byte IsLeaf;
    public byte IsContiguous;
    public byte IsChannelsLast;
}
