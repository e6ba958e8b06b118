using System.Buffers;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>
/// Median filter for large squares: a histogram of the values' ranks slides along each row, and the median moves from one rank to a
/// near one (Huang, Yang and Tang, 1979). Work per pixel grows with the side, not with the area.
/// </summary>
internal static class MedianByHistogram
{
    private const int Block = 256;

    /// <summary>Filters in place, edge pixels repeated outside.</summary>
    public static void Filter(Span<float> image, int height, int width, int channels, int size)
    {
        var values = ArrayPool<float>.Shared.Rent(height * width);
        for (var c = 0; c < channels; c++)
        {
            for (var i = 0; i < height * width; i++)
                values[i] = image[(i * channels) + c];
            var places = new int[height * width];
            for (var i = 0; i < places.Length; i++)
                places[i] = i;
            values.AsSpan(0, places.Length).Sort(places.AsSpan());
            var ranks = new int[places.Length];
            for (var rank = 0; rank < places.Length; rank++)
                ranks[places[rank]] = rank;
            var window = new Window(ranks, height, width, size / 2);
            for (var y = 0; y < height; y++)
            {
                window.StartRow(y);
                for (var x = 0; x < width; x++)
                {
                    image[(((y * width) + x) * channels) + c] = values[window.Median()];
                    window.MoveRight(y, x);
                }

                window.EndRow(y);
            }
        }

        ArrayPool<float>.Shared.Return(values);
    }

    private sealed class Window(int[] ranks, int height, int width, int radius)
    {
        private readonly int[] _counts = new int[ranks.Length + Block];
        private readonly int[] _blocks = new int[(ranks.Length / Block) + 2];
        private readonly int _half = ((2 * radius) + 1) * ((2 * radius) + 1) / 2;
        private int _median;
        private int _below;

        /// <summary>Fills the empty window for the first pixel of a row.</summary>
        public void StartRow(int y)
        {
            for (var dx = -radius; dx <= radius; dx++)
                Column(y, dx, 1);
        }

        /// <summary>Empties the window, which has moved past the last pixel of a row.</summary>
        public void EndRow(int y)
        {
            for (var dx = -radius; dx <= radius; dx++)
                Column(y, width + dx, -1);
        }

        public void MoveRight(int y, int x)
        {
            Column(y, x - radius, -1);
            Column(y, x + radius + 1, 1);
        }

        /// <summary>Moves the median until half of the values are below.</summary>
        public int Median()
        {
            while (_below > _half)
            {
                if (_median % Block == 0 && _below - _blocks[(_median / Block) - 1] > _half)
                {
                    _below -= _blocks[(_median / Block) - 1];
                    _median -= Block;
                }
                else
                {
                    _below -= _counts[--_median];
                }
            }

            while (_below + _counts[_median] <= _half)
            {
                if (_median % Block == 0 && _below + _blocks[_median / Block] <= _half)
                {
                    _below += _blocks[_median / Block];
                    _median += Block;
                }
                else
                {
                    _below += _counts[_median++];
                }
            }

            return _median;
        }

        private void Column(int y, int x, int change)
        {
            var column = Math.Clamp(x, 0, width - 1);
            for (var dy = -radius; dy <= radius; dy++)
            {
                var rank = ranks[(Math.Clamp(y + dy, 0, height - 1) * width) + column];
                _counts[rank] += change;
                _blocks[rank / Block] += change;
                if (rank < _median)
                    _below += change;
            }
        }
    }
}
