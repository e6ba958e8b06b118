using System.Runtime.CompilerServices;
using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Matrices;

/// <summary>
/// A matrix product in blocks that stay in the caches (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication"): a block
/// of B is copied to panels for the second level, blocks of A likewise, and <see cref="TileKernel"/> runs over all pairs of panels.
/// Every part copies for itself, so that parts never wait for each other.
/// </summary>
internal static unsafe class PanelProduct<TLanes, TVector, TLeft, TRight, TTarget>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TLeft : struct, ILeftPanels
    where TRight : struct, IRightPanels
    where TTarget : struct, ITileTarget
{
    private static int TileRows => TileKernel.Rows<TLanes, TVector>();

    private static int TileColumns => TileKernel.Columns<TLanes, TVector>();

    /// <summary>C = A B for an [m, k] and a [k, n] factor.</summary>
    public static void Run(WorkTeam team, WorkspacePool pool, int m, int n, int k, TLeft left, TRight right, TTarget target)
    {
        var blocks = ProductBlocks.Choose(k, TTarget.InPlace, TileRows, TileColumns);
        var cut = ProductPartition.Choose(m, n, k, TileRows, TileColumns, blocks.Columns, team.Size);
        if (cut.Depths > 1)
            RunByDepth(team, pool, m, n, k, left, right, target, cut.Depths, blocks);
        else
            team.Run(cut.Parts, (part, _) => Part(pool, m, n, part / cut.Columns, part % cut.Columns, cut, 0, k, left, right, target, blocks));
    }

    private static void RunByDepth(
        WorkTeam team, WorkspacePool pool, int m, int n, int k, TLeft left, TRight right, TTarget target, int parts, ProductBlocks blocks)
    {
        var (height, width) = (((m - 1) / TileRows) + 1, ((n - 1) / TileColumns) + 1);
        nint stride = width * TileColumns;
        var one = stride * height * TileRows;
        using var workspace = pool.Rent(one * parts);
        var sums = workspace.Address;
        team.Run(parts, (part, _) =>
        {
            var (from, to) = (ProductPartition.Start(k, parts, part), ProductPartition.Start(k, parts, part + 1));
            var own = new MatrixTarget(sums + (one * part), stride, accumulate: false, default);
            PanelProduct<TLanes, TVector, TLeft, TRight, MatrixTarget>.Part(pool, m, n, 0, 0, new ProductPartition(1, 1, 1), from, to, left, right, own, blocks);
        });
        team.Run(height, (i, _) =>
        {
            for (var j = 0; j < width; j++)
            {
                var tile = sums + (i * TileRows * stride) + (j * TileColumns);
                var (rows, columns) = (Math.Min(TileRows, m - (i * TileRows)), Math.Min(TileColumns, n - (j * TileColumns)));
                for (var p = 1; p < parts; p++)
                    AddTile(tile + (p * one), tile, stride, rows);
                target.Take<TLanes, TVector>(tile, (int)stride, i * TileRows, rows, j * TileColumns, columns, first: true, last: true);
            }
        });
    }

    // Columns beyond the edge are added too; they lie within the buffer and nobody reads them.
    private static void AddTile(float* source, float* target, nint stride, int rows)
    {
        for (var r = 0; r < rows; r++, source += stride, target += stride)
        {
            for (var c = 0; c < TileColumns; c += TLanes.Count)
                TLanes.Store(target + c, TLanes.Add(TLanes.Load(target + c), TLanes.Load(source + c)));
        }
    }

    /// <summary>One part of the cut, for the depths from <paramref name="depth0"/> to <paramref name="depth1"/>.</summary>
    internal static void Part(
        WorkspacePool pool, int m, int n, int partRow, int partColumn, ProductPartition cut, int depth0, int depth1, TLeft left, TRight right, TTarget target, ProductBlocks blocks)
    {
        var (height, width) = (((m - 1) / TileRows) + 1, ((n - 1) / TileColumns) + 1);
        var row0 = ProductPartition.Start(height, cut.Rows, partRow) * TileRows;
        var row1 = Math.Min(m, ProductPartition.Start(height, cut.Rows, partRow + 1) * TileRows);
        var column0 = ProductPartition.Start(width, cut.Columns, partColumn) * TileColumns;
        var column1 = Math.Min(n, ProductPartition.Start(width, cut.Columns, partColumn + 1) * TileColumns);
        var aPanel = ProductBlocks.PanelStride(blocks.Depths, TileRows);
        var bPanel = ProductBlocks.PanelStride(blocks.Depths, TileColumns);
        using var workspace = pool.Rent((blocks.Rows / TileRows * aPanel) + (blocks.Columns / TileColumns * bPanel) + (TileRows * TileColumns));
        var tile = workspace.Address;
        var b = tile + (TileRows * TileColumns);
        var a = b + (blocks.Columns / TileColumns * bPanel);

        for (var column = column0; column < column1; column += blocks.Columns)
        {
            var columns = Math.Min(blocks.Columns, column1 - column);
            var depth = depth0;
            do
            {
                var depths = Math.Min(blocks.Depths, depth1 - depth);
                var (first, last) = (depth == depth0, depth + depths == depth1);
                right.Pack(column, columns, depth, depths, TileColumns, b, bPanel);
                var next = new Next { Column = column, Columns = columns };
                (next.Depth, next.Depths) = (depth + depths, Math.Min(blocks.Depths, depth1 - depth - depths));
                if (last && column + columns < column1)
                    (next.Column, next.Columns, next.Depth, next.Depths) = (column + columns, Math.Min(blocks.Columns, column1 - column - columns), depth0, Math.Min(blocks.Depths, depth1 - depth0));
                var tiles = 0;
                for (var row = row0; row < row1; row += blocks.Rows)
                {
                    var rows = Math.Min(blocks.Rows, row1 - row);
                    left.Pack(row, rows, depth, depths, TileRows, a, aPanel);
                    (next.Row, next.Rows, next.LeftDepth, next.LeftDepths) = row + rows < row1
                        ? (row + rows, Math.Min(blocks.Rows, row1 - row - rows), depth, depths)
                        : (row0, Math.Min(blocks.Rows, row1 - row0), next.Depth, next.Depths);
                    Block(row, rows, column, columns, depths, a, aPanel, b, bPanel, tile, left, right, target, first, last, next, ref tiles);
                }

                depth += blocks.Depths;
            }
            while (depth < depth1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(
        int row, int rows, int column, int columns, int depths, float* a, nint aPanel, float* b, nint bPanel, float* tile,
        TLeft left, TRight right, TTarget target, bool first, bool last, in Next next, ref int tiles)
    {
        var leftTiles = 0;
        for (var r = 0; r < rows; r += TileRows, a += aPanel)
        {
            var tileRows = Math.Min(TileRows, rows - r);
            var panel = b;
            for (var c = 0; c < columns; c += TileColumns, panel += bPanel)
            {
                var tileColumns = Math.Min(TileColumns, columns - c);
                var fromLeft = next.LeftDepths > 0 ? left.Ahead(leftTiles++, next.Row, next.Rows, next.LeftDepth, next.LeftDepths) : default;
                var fromRight = next.Depths > 0 ? right.Ahead(tiles++, next.Column, next.Columns, next.Depth, next.Depths) : default;
                var ahead = new ReadAhead(fromLeft.Left, fromLeft.LeftOther, fromLeft.LeftStep, fromRight.Right, fromRight.RightStep);
                if (TTarget.InPlace && tileRows == TileRows && tileColumns == TileColumns)
                {
                    TileKernel.Compute<TLanes, TVector, TLeft>(
                        depths, a, panel, target.Address(row + r, column + c), target.Stride, !first || target.Accumulate, ahead);
                    if (last)
                        target.Finish<TLanes, TVector>(row + r, tileRows, column + c, tileColumns);
                }
                else
                {
                    TileKernel.Compute<TLanes, TVector, TLeft>(depths, a, panel, tile, TileColumns, add: false, ahead);
                    target.Take<TLanes, TVector>(tile, TileColumns, row + r, tileRows, column + c, tileColumns, first, last);
                }
            }
        }
    }

    // The blocks to be packed next.
    private struct Next
    {
        public int Row, Rows, LeftDepth, LeftDepths;
        public int Column, Columns, Depth, Depths;
    }
}
