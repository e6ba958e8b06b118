using System.Runtime.CompilerServices;

namespace Luciole.Checkpoints;

/// <summary>Brings the values of a strided view into C order.</summary>
internal static unsafe class StridedCopy
{
    /// <summary>
    /// Copies the values with C-order numbers <paramref name="first"/>, <paramref name="first"/> + 1, ... until the destination is full.
    /// <paramref name="source"/> points at the view's first value; strides count values.
    /// </summary>
    public static void Gather(byte* source, long[] shape, long[] strides, int itemSize, long first, Span<byte> destination)
    {
        switch (itemSize)
        {
            case 1:
                Gather<byte>(source, shape, strides, first, destination);
                break;
            case 2:
                Gather<ushort>(source, shape, strides, first, destination);
                break;
            case 4:
                Gather<uint>(source, shape, strides, first, destination);
                break;
            case 8:
                Gather<ulong>(source, shape, strides, first, destination);
                break;
            default:
                Gather<UInt128>(source, shape, strides, first, destination);
                break;
        }
    }

    private static void Gather<T>(byte* source, long[] shape, long[] strides, long first, Span<byte> destination)
        where T : unmanaged
    {
        var rank = shape.Length;
        var index = new long[rank];
        var rest = first;
        long offset = 0;
        for (var d = rank - 1; d >= 0; d--)
        {
            index[d] = rest % shape[d];
            rest /= shape[d];
            offset += index[d] * strides[d];
        }

        var inner = rank == 0 ? 1 : shape[rank - 1];
        var innerStride = rank == 0 ? 1 : strides[rank - 1];
        fixed (byte* start = destination)
        {
            var to = start;
            var left = destination.Length / (long)sizeof(T);
            while (left > 0)
            {
                var run = rank == 0 ? 1 : Math.Min(left, inner - index[rank - 1]);
                var from = source + (offset * sizeof(T));
                if (innerStride == 1)
                {
                    Buffer.MemoryCopy(from, to, run * sizeof(T), run * sizeof(T));
                    to += run * sizeof(T);
                }
                else
                {
                    for (long i = 0; i < run; i++, to += sizeof(T), from += innerStride * sizeof(T))
                        Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<T>(from));
                }

                left -= run;
                if (rank == 0)
                    return;

                // On to the next row: the innermost index goes back to 0, the ones outside it count on.
                offset -= index[rank - 1] * innerStride;
                index[rank - 1] = 0;
                for (var d = rank - 2; d >= 0; d--)
                {
                    offset += strides[d];
                    if (++index[d] < shape[d])
                        break;
                    offset -= index[d] * strides[d];
                    index[d] = 0;
                }
            }
        }
    }
}
