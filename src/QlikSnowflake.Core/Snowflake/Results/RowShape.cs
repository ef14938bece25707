using System.Reflection;
using System.Reflection.Emit;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>
/// A .NET type made for the columns of one result, and a reader made for it: rows are plain objects with typed properties,
/// so that everything in PowerShell works on them, at a fraction of the cost of note properties.
/// </summary>
internal sealed class RowShape
{
    private static int _made;

    private RowShape(Type rowType, string[] names, RowReader readRow, Func<object, object?[]> readValues)
    {
        RowType = rowType;
        Names = names;
        ReadRow = readRow;
        ReadValues = readValues;
    }

    /// <summary>Reads the cells of one row that the reader has entered.</summary>
    public delegate object RowReader(CellReader cells, DecodeState state);

    public Type RowType { get; }

    /// <summary>The properties' names, in the columns' order.</summary>
    public IReadOnlyList<string> Names { get; }

    public RowReader ReadRow { get; }

    /// <summary>The values of a row's properties, in the columns' order.</summary>
    public Func<object, object?[]> ReadValues { get; }

    /// <param name="columns">The columns.</param>
    /// <param name="parseJson">Whether semi-structured values become objects.</param>
    /// <param name="wide">Which columns hold numbers of the wider type, as <see cref="WideColumns"/> finds them.</param>
    public static RowShape Create(IReadOnlyList<ResultColumn> columns, bool parseJson = false, IReadOnlyList<bool>? wide = null)
    {
        var decoders = columns.Select((c, i) => CellDecoders.For(c, parseJson, wide?[i] ?? false)).ToArray();
        var names = ColumnNames.MakeUnique(columns);
        var type = DefineType(names, Array.ConvertAll(decoders, d => d.ReturnType));
        return new RowShape(type, names, CompileReader(type, decoders), CompileValues(type, decoders));
    }

    private static Type DefineType(string[] names, Type[] types)
    {
        var number = Interlocked.Increment(ref _made);
        var assembly = AssemblyBuilder.DefineDynamicAssembly(
            new AssemblyName($"QlikSnowflake.Rows{number}"),
            AssemblyBuilderAccess.RunAndCollect
        );
        var builder = assembly
            .DefineDynamicModule("Rows")
            .DefineType(
                $"QlikSnowflake.Snowflake.Row{number}",
                TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Class
            );
        for (var i = 0; i < names.Length; i++)
        {
            // Private fields: PowerShell would show public ones as further columns.
            var field = builder.DefineField(FieldName(i), types[i], FieldAttributes.Private);
            var property = builder.DefineProperty(names[i], PropertyAttributes.None, types[i], null);
            var getter = builder.DefineMethod(
                "get_" + names[i],
                MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.HideBySig,
                types[i],
                Type.EmptyTypes
            );
            var code = getter.GetILGenerator();
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldfld, field);
            code.Emit(OpCodes.Ret);
            property.SetGetMethod(getter);
        }

        return builder.CreateTypeInfo()!.AsType();
    }

    private static RowReader CompileReader(Type type, MethodInfo[] decoders)
    {
        var method = new DynamicMethod(
            "ReadRow",
            typeof(object),
            [typeof(CellReader), typeof(DecodeState)],
            typeof(RowShape).Module,
            skipVisibility: true
        );
        var code = method.GetILGenerator();
        var row = code.DeclareLocal(type);
        code.Emit(OpCodes.Newobj, type.GetConstructor(Type.EmptyTypes)!);
        code.Emit(OpCodes.Stloc, row);
        for (var i = 0; i < decoders.Length; i++)
        {
            code.Emit(OpCodes.Ldloc, row);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Call, decoders[i]);
            code.Emit(OpCodes.Stfld, Field(type, i));
        }

        code.Emit(OpCodes.Ldloc, row);
        code.Emit(OpCodes.Ret);
        return (RowReader)method.CreateDelegate(typeof(RowReader));
    }

    private static Func<object, object?[]> CompileValues(Type type, MethodInfo[] decoders)
    {
        var method = new DynamicMethod(
            "ReadValues",
            typeof(object?[]),
            [typeof(object)],
            typeof(RowShape).Module,
            skipVisibility: true
        );
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldc_I4, decoders.Length);
        code.Emit(OpCodes.Newarr, typeof(object));
        for (var i = 0; i < decoders.Length; i++)
        {
            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldc_I4, i);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Castclass, type);
            code.Emit(OpCodes.Ldfld, Field(type, i));
            if (decoders[i].ReturnType.IsValueType)
                code.Emit(OpCodes.Box, decoders[i].ReturnType);
            code.Emit(OpCodes.Stelem_Ref);
        }

        code.Emit(OpCodes.Ret);
        return (Func<object, object?[]>)method.CreateDelegate(typeof(Func<object, object?[]>));
    }

    private static FieldInfo Field(Type type, int index) =>
        type.GetField(FieldName(index), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static string FieldName(int index) => "_" + index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
