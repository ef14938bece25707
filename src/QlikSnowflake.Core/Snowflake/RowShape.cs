using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;

namespace QlikSnowflake.Snowflake;

/// <summary>
/// A .NET type made for the columns of one result, and a reader made for it: rows are plain objects with typed properties,
/// so that everything in PowerShell works on them, at a fraction of the cost of note properties.
/// </summary>
internal sealed class RowShape
{
    private static int _made;

    private RowShape(Type rowType, RowReader readRow)
    {
        RowType = rowType;
        ReadRow = readRow;
    }

    /// <summary>Reads one row; the reader stands on its StartArray and is left on its EndArray.</summary>
    public delegate object RowReader(ref Utf8JsonReader json, DecodeState state);

    public Type RowType { get; }

    public RowReader ReadRow { get; }

    public static RowShape Create(IReadOnlyList<ResultColumn> columns)
    {
        var decoders = columns.Select(CellDecoders.For).ToArray();
        var names = ColumnNames.MakeUnique(columns);
        var type = DefineType(names, Array.ConvertAll(decoders, d => d.ReturnType));
        return new RowShape(type, CompileReader(type, decoders));
    }

    private static Type DefineType(string[] names, Type[] types)
    {
        var number = Interlocked.Increment(ref _made);
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"QlikSnowflake.Rows{number}"), AssemblyBuilderAccess.RunAndCollect);
        var builder = assembly.DefineDynamicModule("Rows").DefineType($"QlikSnowflake.Snowflake.Row{number}", TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Class);
        for (var i = 0; i < names.Length; i++)
        {
            // Private fields: PowerShell would show public ones as further columns.
            var field = builder.DefineField(FieldName(i), types[i], FieldAttributes.Private);
            var property = builder.DefineProperty(names[i], PropertyAttributes.None, types[i], null);
            var getter = builder.DefineMethod(
                "get_" + names[i], MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.HideBySig, types[i], Type.EmptyTypes);
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
            "ReadRow", typeof(object), [typeof(Utf8JsonReader).MakeByRefType(), typeof(DecodeState)], typeof(RowShape).Module, skipVisibility: true);
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
            code.Emit(OpCodes.Stfld, type.GetField(FieldName(i), BindingFlags.Instance | BindingFlags.NonPublic)!);
        }

        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, CellDecoders.EndRowMethod);
        code.Emit(OpCodes.Ldloc, row);
        code.Emit(OpCodes.Ret);
        return (RowReader)method.CreateDelegate(typeof(RowReader));
    }

    private static string FieldName(int index) => "_" + index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
